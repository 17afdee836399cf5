module github.com/mutasi-go/mutasi

go 1.25.0

require (
	github.com/google/go-cmp v0.7.0
	golang.org/x/sys v0.45.0
	gonum.org/v1/gonum v0.17.0
	pgregory.net/rapid v1.3.0
)
