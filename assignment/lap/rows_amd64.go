//go:build !purego

package lap

import (
	"math"

	"golang.org/x/sys/cpu"
)

//go:noescape
func minimaAVX2(row, v *float64, blocks int, flip uint64, out *[groups]float64)

//go:noescape
func belowAVX2(row, v *float64, blocks int, flip uint64, bound float64, out *int32, room int) (count, read int)

//go:noescape
func improvingAVX2(row, v, d *float64, blocks int, flip uint64, offset, limit float64, out *int32) (count int)

//go:noescape
func inspectAVX2(row, least *float64, blocks int, flip uint64) (greatest float64, unordered int)

//go:noescape
func leastTwoAVX2(row, v *float64, columns int, ties *uint64) (least, second float64)

//go:noescape
func relaxAVX2(row, v, d *float64, from *int64, columns int, i int64, offset, reached float64, ties *uint64) (nearest float64)

// fastKernels returns kernels in assembly for what there are some.
func fastKernels[E element](forbidden E) (rowKernels[E], bool) {
	kernels := portableKernels(forbidden)
	if cpu.X86.HasAVX2 {
		kernels.plain = plainKernels{leastTwo: leastTwoFast, relax: relaxFast}
	}
	if fast, ok := any(&kernels).(*rowKernels[float64]); ok && cpu.X86.HasAVX2 {
		fast.inspect = inspectFast
		fast.minima = minimaFast
		fast.below = belowFast
		fast.improving = improvingFast
		fast.naive = true
		return kernels, true
	}
	return kernels, false
}

// flip is the bit that a sign of −1 inverts.
func flip(sign float64) uint64 { return math.Float64bits(sign) & (1 << 63) }

func inspectFast(m *matrix[float64], row, least []float64) (float64, bool) {
	const block = 8
	blocks := len(row) / block
	if blocks == 0 {
		return inspectRow(m, row, least)
	}
	least = least[:len(row)]
	greatest, unordered := inspectAVX2(&row[0], &least[0], blocks, flip(m.sign))
	if unordered != 0 || greatest > math.MaxFloat64 {
		return inspectRow(m, row, least)
	}
	rest := blocks * block
	tail, forbids := inspectRow(m, row[rest:], least[rest:])
	return max(greatest, tail), forbids
}

func minimaFast(row, v []float64, sign float64, out *[groups]float64) {
	if len(row) < groups {
		groupMinima(row, v, sign, infinity, out)
		return
	}
	v = v[:len(row)]
	blocks := len(row) / groups
	minimaAVX2(&row[0], &v[0], blocks, flip(sign), out)
	rest := blocks * groups
	for g, x := range row[rest:] {
		if h := float64(sign*x) - v[rest+g]; h < out[g] {
			out[g] = h
		}
	}
}

func belowFast(row, v []float64, sign, bound float64, out []int32) int {
	const block = 16
	count, read := 0, 0
	if blocks := len(row) / block; blocks > 0 && len(out) >= block {
		v = v[:len(row)]
		count, read = belowAVX2(&row[0], &v[0], blocks, flip(sign), bound, &out[0], len(out))
	}
	for j := read; j < len(row) && count < len(out); j++ {
		if float64(sign*row[j])-v[j] < bound {
			out[count] = int32(j)
			count++
		}
	}
	return count
}

func improvingFast(row, v, d []float64, sign, offset, limit float64, out []int32) int {
	const block = 16
	blocks := len(row) / block
	count, rest := 0, blocks*block
	if blocks > 0 {
		v, d = v[:len(row)], d[:len(row)]
		_ = out[len(row)-1]
		count = improvingAVX2(&row[0], &v[0], &d[0], blocks, flip(sign), offset, limit, &out[0])
	}
	for j := rest; j < len(row); j++ {
		if h := float64(sign*row[j]) - v[j] - offset; h < d[j] && h < limit {
			out[count] = int32(j)
			count++
		}
	}
	return count
}

func leastTwoFast(row, v []float64, _, ties []uint64) (least, second float64) {
	_, _ = v[padded(len(row))-1], ties[(len(row)-1)>>6]
	return leastTwoAVX2(&row[0], &v[0], len(row), &ties[0])
}

func relaxFast(row, v, d []float64, from []int64, i int64, offset, reached float64, _, ties []uint64) (nearest float64) {
	last := padded(len(row)) - 1
	_, _, _, _ = v[last], d[last], from[last], ties[(len(row)-1)>>6]
	return relaxAVX2(&row[0], &v[0], &d[0], &from[0], len(row), i, offset, reached, &ties[0])
}
