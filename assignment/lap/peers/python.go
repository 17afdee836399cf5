package main

import (
	"bufio"
	"bytes"
	_ "embed"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/mutasi-go/mutasi/assignment/lap/internal/instance"
)

//go:embed peers.py
var script []byte

// peers is a Python process that answers one command at a time.
type peers struct {
	command       *exec.Cmd
	in            io.WriteCloser
	out           *bufio.Reader
	folder        string
	dense, sparse []string // solvers found
}

func start(python string, without []string) (*peers, error) {
	folder, err := os.MkdirTemp("", "peers")
	if err != nil {
		return nil, err
	}
	program := filepath.Join(folder, "peers.py")
	if err := os.WriteFile(program, script, 0o600); err != nil {
		return nil, err
	}
	p := &peers{command: exec.Command(python, program), folder: folder}
	p.command.Stderr = os.Stderr
	if p.in, err = p.command.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := p.command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	p.out = bufio.NewReader(out)
	if err := p.command.Start(); err != nil {
		return nil, err
	}
	answer, err := p.ask("list")
	if err != nil {
		return nil, err
	}
	list := &p.dense
	for _, word := range strings.Fields(answer) {
		switch {
		case word == "dense":
		case word == "sparse":
			list = &p.sparse
		case !slices.Contains(without, word):
			*list = append(*list, word)
		}
	}
	return p, nil
}

func (p *peers) stop() {
	p.in.Close()
	p.command.Wait()
	os.RemoveAll(p.folder)
}

func (p *peers) ask(format string, args ...any) (string, error) {
	if _, err := fmt.Fprintf(p.in, format+"\n", args...); err != nil {
		return "", err
	}
	line, err := p.out.ReadString('\n')
	return strings.TrimSpace(line), err
}

func (p *peers) solve(name string, count int, clock string) (seconds, cost float64, err error) {
	answer, err := p.ask("solve %s %d %s", name, count, clock)
	if err != nil {
		return 0, 0, fmt.Errorf("peers: %s: %w", name, err)
	}
	_, err = fmt.Sscan(answer, &seconds, &cost)
	return seconds, cost, err
}

func (p *peers) loadDense(rows, columns int, cost []float64) error {
	return p.load("dense", [2]int64{int64(rows), int64(columns)}, cost)
}

func (p *peers) loadSparse(rows int, arcs []instance.Arc) error {
	start := make([]int64, rows+1)
	column := make([]int32, len(arcs))
	cost := make([]float64, len(arcs))
	for k, a := range arcs {
		start[a.Row+1]++
		column[k], cost[k] = int32(a.Column), a.Cost
	}
	for i := range rows {
		start[i+1] += start[i]
	}
	return p.load("sparse", [3]int64{int64(rows), int64(rows), int64(len(arcs))}, start, column, cost)
}

// load hands an instance over in a file.
func (p *peers) load(kind string, parts ...any) error {
	path := filepath.Join(p.folder, "instance")
	var b bytes.Buffer
	for _, part := range parts {
		if err := binary.Write(&b, binary.LittleEndian, part); err != nil {
			return err
		}
	}
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		return err
	}
	_, err := p.ask("%s %s", kind, path)
	return err
}
