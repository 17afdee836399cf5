package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/mutasi-go/mutasi/assignment"
)

// A progress shows on a terminal how far the solver has come. In a pipe or a
// file it is silent, and so it is while there has been no time to get curious.
type progress struct {
	terminal io.Writer // nil: none
	begun    time.Time
	shown    bool
}

// patience is how long a solve may take before its progress is shown.
const patience = 300 * time.Millisecond

func newProgress(w io.Writer) *progress {
	p := &progress{begun: time.Now()}
	if f, ok := w.(*os.File); ok {
		if info, err := f.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
			p.terminal = w
		}
	}
	return p
}

const clearLine = "\r\x1b[K"

func (p *progress) update(now assignment.Progress) {
	if p.terminal == nil || time.Since(p.begun) < patience {
		return
	}
	p.shown = true
	text := now.Phase
	if now.Goal != "" {
		text = now.Goal + ": " + text
	}
	if now.Total > 0 {
		text += fmt.Sprintf(" %d %%", 100*now.Done/now.Total)
	}
	fmt.Fprintf(p.terminal, "%s%.78s", clearLine, text)
}

// clear removes what was shown.
func (p *progress) clear() {
	if p.shown {
		fmt.Fprint(p.terminal, clearLine)
	}
}
