package programme

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// leastSquares is an ordinary least squares fit y = X·β + u.
type leastSquares struct {
	x        *mat.Dense
	beta     []float64
	residual []float64  // u
	inverse  *mat.Dense // (X'X)⁻¹
	exact    bool       // the residuals are rounding errors only
}

// tooParallel is the condition number of X from which its columns count as
// linearly dependent.
const tooParallel = 1e10

// fitLeastSquares fits y on the rows of x. ok is false if x has fewer rows than
// columns, or if its columns are linearly dependent.
func fitLeastSquares(x [][]float64, y []float64) (*leastSquares, bool) {
	n := len(y)
	if n == 0 || n < len(x[0]) {
		return nil, false
	}
	k := len(x[0])
	m := mat.NewDense(n, k, nil)
	for i, row := range x {
		m.SetRow(i, row)
	}
	var qr mat.QR
	qr.Factorize(m)
	if !(qr.Cond() < tooParallel) {
		return nil, false
	}
	var beta mat.VecDense
	if err := qr.SolveVecTo(&beta, false, mat.NewVecDense(n, y)); err != nil {
		return nil, false
	}
	var r, root mat.Dense
	qr.RTo(&r)
	if err := root.Inverse(r.Slice(0, k, 0, k)); err != nil {
		return nil, false
	}
	f := &leastSquares{x: m, beta: make([]float64, k), residual: make([]float64, n), inverse: new(mat.Dense)}
	f.inverse.Mul(&root, root.T())
	for j := range f.beta {
		f.beta[j] = beta.AtVec(j)
	}
	var rest, size float64
	for i := range y {
		fitted := 0.0
		for j, b := range f.beta {
			fitted += float64(b * m.At(i, j))
		}
		f.residual[i] = y[i] - fitted
		rest += float64(f.residual[i] * f.residual[i])
		size += float64(y[i] * y[i])
	}
	f.exact = rest <= float64(size*1e-22)
	return f, true
}

// cancelled is the share of the ordinary variance below which the variance of a
// sandwich is a rounding error.
const cancelled = 1e-14

// sandwich returns the standard errors √(diag((X'X)⁻¹·meat·(X'X)⁻¹)·correction).
func (f *leastSquares) sandwich(meat *mat.Dense, correction float64) []float64 {
	var left, v mat.Dense
	left.Mul(f.inverse, meat)
	v.Mul(&left, f.inverse)
	list := make([]float64, len(f.beta))
	rest := 0.0
	for _, u := range f.residual {
		rest += float64(u * u)
	}
	for j := range list {
		// If all units change alike, the scores of a cluster add up to 0. The
		// sum that is computed is then a rounding error, not a variance.
		if s := v.At(j, j) * correction; s > float64(cancelled*rest)*f.inverse.At(j, j) {
			list[j] = math.Sqrt(s)
		}
	}
	return list
}

// clustered returns standard errors that allow for any dependence within a
// cluster, with the usual correction G/(G−1)·(n−1)/(n−k) for G clusters.
// cluster[i] is the number of the cluster of row i, from 0 to clusters−1.
//
// K.-Y. Liang, S. L. Zeger, Biometrika 73 (1986) 13–22, doi:10.1093/biomet/73.1.13.
func (f *leastSquares) clustered(cluster []int, clusters int) []float64 {
	n, k := f.x.Dims()
	score := mat.NewDense(clusters, k, nil)
	for i, g := range cluster {
		for j := range k {
			score.Set(g, j, score.At(g, j)+float64(f.x.At(i, j)*f.residual[i]))
		}
	}
	var meat mat.Dense
	meat.Mul(score.T(), score)
	g := float64(clusters)
	return f.sandwich(&meat, g/(g-1)*float64(n-1)/float64(n-k))
}

// neweyWest returns standard errors that allow for unequal variances and for
// correlation over up to lags periods. Rows are in time order. A lag l has the
// weight 1 − l/(lags+1); the correction is n/(n−k).
//
// W. K. Newey, K. D. West, Econometrica 55 (1987) 703–708, doi:10.2307/1913610.
func (f *leastSquares) neweyWest(lags int) []float64 {
	n, k := f.x.Dims()
	meat := mat.NewDense(k, k, nil)
	for l := 0; l <= min(lags, n-1); l++ {
		weight := 1 - float64(l)/float64(lags+1)
		for t := l; t < n; t++ {
			u := weight * f.residual[t] * f.residual[t-l]
			for a := range k {
				for b := range k {
					v := float64(f.x.At(t, a) * f.x.At(t-l, b))
					if l > 0 {
						v += float64(f.x.At(t-l, a) * f.x.At(t, b))
					}
					meat.Set(a, b, meat.At(a, b)+float64(u*v))
				}
			}
		}
	}
	return f.sandwich(meat, float64(n)/float64(n-k))
}
