package evaluation

// Inference is the result of one statistical method. A figure that the method
// does not compute is undefined with [NotPart].
type Inference struct {
	Method    string
	N         int    // number of values used: pairs, units, periods or people
	Estimate  Figure // the size of the effect, in its own units
	Low, High Figure // confidence interval, at 95 % unless the caller chose a level
	Statistic Figure // the test statistic
	DF        Figure // degrees of freedom
	P         Figure // two-sided p value
}

// newInference returns a test in which everything is undefined for the same reason.
func newInference(method string, n int, why Reason) Inference {
	f := undefined(why)
	return Inference{Method: method, N: n, Estimate: f, Low: f, High: f, Statistic: f, DF: f, P: f}
}
