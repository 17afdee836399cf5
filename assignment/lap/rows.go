package lap

// rowKernels are the loops over whole rows, where nearly all time on large
// matrices goes. Each has a portable form below and, for float64 on some
// processors, one in assembly with the same results bit for bit. A cost that
// forbids its pair counts as +Inf; v, d and row have the same length.
type rowKernels[E element] struct {
	// naive says that minima, below and improving take the negative of a
	// forbidden cost for −Inf.
	naive bool

	// inspect lowers least[j] to the cost if that is less. It returns the
	// greatest magnitude of an allowed cost, NaN if there is a bad one, and
	// whether there is a forbidden one.
	inspect func(m *matrix[E], row []E, least []float64) (greatest float64, forbids bool)

	// minima sets out[g] to the least cost − v over the columns j ≡ g modulo
	// groups.
	minima func(row []E, v []float64, sign float64, out *[groups]float64)

	// below writes the columns with cost − v < bound to out, in order, until
	// out is full, and returns their number.
	below func(row []E, v []float64, sign, bound float64, out []int32) int

	// improving writes the columns with cost − v − offset < d and < limit to
	// out, in order, and returns their number.
	improving func(row []E, v, d []float64, sign, offset, limit float64, out []int32) int

	plain plainKernels
}

// groups is the number of values from which a list's bound is chosen.
const groups = 32

func portableKernels[E element](forbidden E) rowKernels[E] {
	return rowKernels[E]{
		inspect: inspectRow[E],
		minima: func(row []E, v []float64, sign float64, out *[groups]float64) {
			groupMinima(row, v, sign, forbidden, out)
		},
		below: func(row []E, v []float64, sign, bound float64, out []int32) int {
			return columnsBelow(row, v, sign, bound, forbidden, out)
		},
		improving: func(row []E, v, d []float64, sign, offset, limit float64, out []int32) int {
			return columnsImproving(row, v, d, sign, offset, limit, forbidden, out)
		},
		plain: portablePlain,
	}
}

func inspectRow[E element](m *matrix[E], row []E, least []float64) (greatest float64, forbids bool) {
	for j, x := range row {
		if m.bad(x) {
			return nan, forbids
		}
		if x == m.forbidden {
			forbids = true
			continue
		}
		c := float64(m.sign * float64(x))
		if c < least[j] {
			least[j] = c
		}
		greatest = max(greatest, c, -c)
	}
	return greatest, forbids
}

func groupMinima[E element](row []E, v []float64, sign float64, forbidden E, out *[groups]float64) {
	v = v[:len(row)]
	// Four groups at a time keep their minima in registers; the four lie in
	// one cache line.
	for g := 0; g < groups; g += 4 {
		m0, m1, m2, m3 := infinity, infinity, infinity, infinity
		j := g
		for ; j+3 < len(row); j += groups {
			x, p := row[j:j+4:j+4], v[j:j+4:j+4]
			if h := float64(sign*float64(x[0])) - p[0]; h < m0 && x[0] != forbidden {
				m0 = h
			}
			if h := float64(sign*float64(x[1])) - p[1]; h < m1 && x[1] != forbidden {
				m1 = h
			}
			if h := float64(sign*float64(x[2])) - p[2]; h < m2 && x[2] != forbidden {
				m2 = h
			}
			if h := float64(sign*float64(x[3])) - p[3]; h < m3 && x[3] != forbidden {
				m3 = h
			}
		}
		last := [4]float64{m0, m1, m2, m3}
		for k := 0; j+k < len(row) && k < 4; k++ {
			if h := float64(sign*float64(row[j+k])) - v[j+k]; h < last[k] && row[j+k] != forbidden {
				last[k] = h
			}
		}
		copy(out[g:], last[:])
	}
}

func columnsBelow[E element](row []E, v []float64, sign, bound float64, forbidden E, out []int32) int {
	v = v[:len(row)]
	count := 0
	for j, x := range row {
		if float64(sign*float64(x))-v[j] < bound && x != forbidden {
			if count == len(out) {
				break
			}
			out[count] = int32(j)
			count++
		}
	}
	return count
}

func columnsImproving[E element](row []E, v, d []float64, sign, offset, limit float64, forbidden E, out []int32) int {
	v, d = v[:len(row)], d[:len(row)]
	count := 0
	for j, x := range row {
		if h := float64(sign*float64(x)) - v[j] - offset; h < d[j] && h < limit && x != forbidden {
			out[count] = int32(j)
			count++
		}
	}
	return count
}
