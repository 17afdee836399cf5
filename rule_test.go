package mutasi_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/mutasi-go/mutasi"
)

// TestRulesInJSON: a rule that is data is written as name and parameters, any
// other is an error that names it.
func TestRulesInJSON(t *testing.T) {
	for _, test := range []struct {
		rule mutasi.Rule
		want string
	}{
		{mutasi.Rule{Name: "open"}, `{"name":"open","parameters":{}}`},
		{mutasi.Rule{Name: "open", Reason: "PP 11/2017", Author: "BKN", On: time.Date(2024, 7, 1, 9, 30, 0, 0, time.UTC), Stay: true},
			`{"name":"open","parameters":{"reason":"PP 11/2017","author":"BKN","on":"2024-07-01","stay":true}}`},
	} {
		if got, err := json.Marshal(test.rule); err != nil || string(got) != test.want {
			t.Errorf("got %s, %v\nwant %s", got, err, test.want)
		}
	}
	for _, rule := range []mutasi.Rule{
		{Name: "consent", Allows: func(*mutasi.Employee, *mutasi.Position) bool { return true }},
		{Name: "consent", Reason: "\xff"},
	} {
		if got, err := json.Marshal(rule); err == nil || !strings.Contains(err.Error(), `"consent"`) {
			t.Errorf("got %s, %v", got, err)
		}
	}
}
