package cli

import (
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// TestMCPAsAProcess speaks with the program as an assistant does: over its
// standard input and output, which carry nothing else, until it closes them. The
// simulator that it started ends with it.
func TestMCPAsAProcess(t *testing.T) {
	binary, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	var errs strings.Builder
	process := exec.CommandContext(t.Context(), binary, "mcp")
	process.Args[0] = "plumbline" // which TestMain runs
	process.Stderr = &errs
	client, err := mcp.NewClient(&mcp.Implementation{Name: "test", Version: "1"}, nil).
		Connect(t.Context(), &mcp.CommandTransport{Command: process, TerminateDuration: patience}, nil)
	if err != nil {
		t.Fatal(err)
	}
	call := func(tool string, arguments map[string]any) (text string, structured map[string]any) {
		t.Helper()
		result, err := client.CallTool(t.Context(), &mcp.CallToolParams{Name: tool, Arguments: arguments})
		if err != nil || len(result.Content) != 1 {
			t.Fatalf("%s: %v %v", tool, result, err)
		}
		text = result.Content[0].(*mcp.TextContent).Text
		_ = json.Unmarshal([]byte(text), &structured) // a refusal is no JSON
		return text, structured
	}
	if text, _ := call("start_simulator", map[string]any{"vendors": []string{"altazio"}}); !strings.Contains(text, `unknown vendor "altazio"`) {
		t.Errorf("refused with %q", text)
	}
	_, started := call("start_simulator", map[string]any{"vendors": []string{"altazion", "bridge"}})
	_, made := call("make_world", map[string]any{"world": "mine"})
	urls, _ := made["urls"].(map[string]any)
	if len(urls) != 2 {
		t.Fatalf("started %v, made %v", started, made)
	}
	bon := urls["altazion"].(string) + "/api/logistique/preparation/BP-9999"
	if status := statusOf(t, bon); status != 401 {
		t.Errorf("status %d", status)
	}
	if text, _ := call("explain_request", map[string]any{"world": "mine"}); !strings.Contains(text, "altazion/basic-or-token") {
		t.Errorf("explained by %s", text)
	}
	began := time.Now()
	if err := client.Close(); err != nil {
		t.Errorf("the program ends with %v\n%s", err, errs.String())
	}
	if time.Since(began) > patience {
		t.Error("the program had to be killed")
	}
	if process.ProcessState.ExitCode() != 0 || errs.String() != "" {
		t.Errorf("exit status %d, standard error %q", process.ProcessState.ExitCode(), errs.String())
	}
	if status := statusOf(t, bon); status != 0 {
		t.Errorf("the simulator outlives the program: status %d", status)
	}
}

// statusOf is the status of a GET, 0 where nobody answers.
func statusOf(t *testing.T, url string) int {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0
	}
	defer response.Body.Close()
	return response.StatusCode
}
