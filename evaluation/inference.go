package evaluation

// Test is the outcome of one method of inference. What the method does not
// give is undefined with [NotPart].
type Test struct {
	Method    string
	N         int    // values that the method used: pairs, units, periods, people
	Estimate  Figure // of the effect, in its own units
	Low, High Figure // confidence interval, at 95 % unless the method was told otherwise
	Statistic Figure
	DF        Figure // degrees of freedom
	P         Figure // two-sided
}

// newTest returns a test in which everything is undefined for the same reason.
func newTest(method string, n int, why Reason) Test {
	f := undefined(why)
	return Test{Method: method, N: n, Estimate: f, Low: f, High: f, Statistic: f, DF: f, P: f}
}
