package assistant

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/modelcontextprotocol/go-sdk/mcp"
	"github.com/plumbline-api/plumbline/internal/vendors"
)

// TestReachingASimulator keeps the one that was in use where another does not
// answer.
func TestReachingASimulator(t *testing.T) {
	first, second := open(t), open(t)
	started := call[simulatorOutput](first, "start_simulator", map[string]any{"vendors": []string{"bridge"}})
	at := map[string]any{"vendorsURL": started.VendorsURL, "controlURL": started.ControlURL, "token": "not-a-real-token"}
	if reached := call[simulatorOutput](second, "reach_simulator", at); reached.VendorsURL != started.VendorsURL {
		t.Errorf("%+v", reached)
	}
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	at["controlURL"] = gone.URL
	if _, refusal := try[any](second, "reach_simulator", at); !strings.Contains(refusal, "no simulator answers at "+gone.URL) {
		t.Errorf("refused with %q", refusal)
	}
	call[makeWorldOutput](second, "make_world", map[string]any{"world": "still"})
	at["controlURL"], at["token"] = started.ControlURL, "wrong"
	call[simulatorOutput](second, "reach_simulator", at) // health wants no token
	if _, refusal := try[any](second, "make_world", map[string]any{"world": "w"}); !strings.Contains(refusal, "401") {
		t.Errorf("refused with %q", refusal)
	}
}

func TestASimulatorThatDoesNotStart(t *testing.T) {
	here, there := mcp.NewInMemoryTransports()
	server := New(t.Context(), Options{Vendors: vendors.All(), Start: func(context.Context, []string) (Address, error) { return Address{}, errors.New("no port is free") }})
	if _, err := server.Connect(t.Context(), there, nil); err != nil {
		t.Fatal(err)
	}
	client, err := mcp.NewClient(&mcp.Implementation{Name: "test"}, nil).Connect(t.Context(), here, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Close() })
	s := session{t, client}
	if _, refusal := try[any](s, "start_simulator", nil); refusal != "no port is free" {
		t.Errorf("refused with %q", refusal)
	}
	if _, refusal := try[any](s, "start_simulator", map[string]any{"vendors": []string{"none"}}); !strings.Contains(refusal, "unknown vendor") {
		t.Errorf("refused with %q", refusal)
	}
}
