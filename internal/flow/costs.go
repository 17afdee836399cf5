package flow

// Dense is a row-major matrix of pair costs, read in place.
type Dense struct {
	Columns int
	Cost    []int32
}

// Row returns row i of the matrix.
func (d Dense) Row(i int, _ *Buffer) (columns, costs []int32) {
	return nil, d.Cost[i*d.Columns : (i+1)*d.Columns : (i+1)*d.Columns]
}

// Sparse lists the allowed pairs of each row in compressed form.
type Sparse struct {
	Start  []int // of each row in Column and Cost, and their end
	Column []int32
	Cost   []int32
}

// Row returns the allowed pairs of row i.
func (s Sparse) Row(i int, _ *Buffer) (columns, costs []int32) {
	from, to := s.Start[i], s.Start[i+1]
	return s.Column[from:to:to], s.Cost[from:to:to]
}
