package assignment

import (
	"context"
	"errors"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// A union lists what a sort of everything lists.
func TestUnion(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var u union
		var want []int32
		for _, part := range rapid.SliceOf(rapid.SliceOf(rapid.Int32Range(-50, 50))).Draw(t, "parts") {
			want = append(want, part...)
			if err := u.add(context.Background(), part); err != nil {
				t.Fatal(err)
			}
		}
		slices.Sort(want)
		want = slices.Compact(want)
		got, err := u.list(context.Background())
		if err != nil || !slices.Equal(got, want) {
			t.Fatalf("got %v, %v, want %v", got, err, want)
		}
	})
}

func TestUnionStopsWithTheContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	var u union
	if err := u.add(ctx, []int32{1}); !errors.Is(err, context.Canceled) {
		t.Errorf("add: %v", err)
	}
	u.parts = [][]int32{{1}, {2}}
	if _, err := u.list(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("list: %v", err)
	}
}
