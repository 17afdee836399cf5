package assignment

import (
	"context"
	"slices"
)

// union collects numbers and lists each once, ascending. Parts are sorted as they
// come, and merged with the one before once that is at most twice as long, so that
// no step takes long.
type union struct {
	parts [][]int32 // ascending, without repetitions
}

// unionPart is about how many numbers make a part, and how many are merged between
// two looks at the context.
const unionPart = 1 << 16

// add adds numbers, which it sorts in place. The error is that of the context.
func (u *union) add(ctx context.Context, numbers []int32) error {
	slices.Sort(numbers)
	part := slices.Clone(slices.Compact(numbers))
	for n := len(u.parts); n > 0 && len(u.parts[n-1]) <= 2*len(part); n = len(u.parts) {
		var err error
		if part, err = mergeParts(ctx, u.parts[n-1], part); err != nil {
			return err
		}
		u.parts = u.parts[:n-1]
	}
	u.parts = append(u.parts, part)
	return ctx.Err()
}

// list returns all numbers. The error is that of the context.
func (u *union) list(ctx context.Context) ([]int32, error) {
	var all []int32
	for k := len(u.parts) - 1; k >= 0; k-- {
		var err error
		if all, err = mergeParts(ctx, u.parts[k], all); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// mergeParts merges two ascending lists and leaves out repetitions.
func mergeParts(ctx context.Context, a, b []int32) ([]int32, error) {
	out := make([]int32, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		if len(out)%unionPart == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		x := min(a[0], b[0])
		if a[0] == x {
			a = a[1:]
		}
		if b[0] == x {
			b = b[1:]
		}
		out = append(out, x)
	}
	return append(append(out, a...), b...), nil
}
