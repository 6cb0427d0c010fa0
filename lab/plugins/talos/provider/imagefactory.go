package provider

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/blang/semver/v4"
	"github.com/siderolabs/talos/pkg/machinery/platforms"
	"go.yaml.in/yaml/v4"
)

const (
	defaultImageFactory = "https://factory.talos.dev"
	// factoryVariable names the environment variable that stands in for the provider's imageFactoryUrl.
	factoryVariable = "TALOS_IMAGE_FACTORY_URL"
	factoryTimeout  = 30 * time.Second
	factoryTries    = 5
)

// imageFactory is where schematics become ids.
type imageFactory struct {
	mu  sync.Mutex
	url string
}

func (f *imageFactory) configure(configured string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, candidate := range []string{configured, os.Getenv(factoryVariable), defaultImageFactory} {
		if candidate != "" {
			f.url = strings.TrimSuffix(candidate, "/")

			return
		}
	}
}

func (f *imageFactory) base() string {
	f.mu.Lock()
	defer f.mu.Unlock()

	return f.url
}

// register posts a schematic and returns its id. A server that is busy or away is asked again a few times.
func (f *imageFactory) register(ctx context.Context, schematic string) (string, error) {
	pause := firstPause
	for try := 1; ; try++ {
		id, again, err := f.post(ctx, schematic)
		if err == nil {
			return id, nil
		}
		if !again || try == factoryTries {
			return "", fmt.Errorf("image factory %s: %w", f.base(), err)
		}
		select {
		case <-ctx.Done():
			return "", ctx.Err()
		case <-time.After(pause):
		}
		pause *= 2
	}
}

func (f *imageFactory) post(ctx context.Context, schematic string) (id string, again bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, factoryTimeout)
	defer cancel()
	request, err := http.NewRequestWithContext(
		ctx, http.MethodPost, f.base()+"/schematics", strings.NewReader(schematic))
	if err != nil {
		return "", false, err
	}
	request.Header.Set("Content-Type", "application/yaml")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return "", true, err
	}
	defer response.Body.Close() //nolint:errcheck // read to its end
	body, err := io.ReadAll(io.LimitReader(response.Body, 1<<20))
	if err != nil {
		return "", true, err
	}
	if response.StatusCode != http.StatusCreated && response.StatusCode != http.StatusOK {
		busy := response.StatusCode >= 500 || response.StatusCode == http.StatusTooManyRequests

		return "", busy, fmt.Errorf("%s: %s", response.Status, strings.TrimSpace(string(body)))
	}
	var answer struct {
		ID string `json:"id"`
	}
	if err := json.Unmarshal(body, &answer); err != nil || answer.ID == "" {
		return "", false, errors.New("the answer has no schematic id")
	}

	return answer.ID, false, nil
}

// schematicResource is a schematic; its resource id is the schematic's.
type schematicResource struct{ factory *imageFactory }

func (schematicResource) check(inputs properties) []failure {
	if text, ok := plain(inputs["schematic"]).(string); ok {
		var parsed map[string]any
		if err := yaml.Unmarshal([]byte(text), &parsed); err != nil {
			return []failure{{"schematic", "is not YAML: " + err.Error()}}
		}
	}

	return nil
}

// diff replaces: another schematic has another id.
func (schematicResource) diff(_, oldInputs, news properties) (changes, replaces []string) {
	changes = changed(oldInputs, news)

	return changes, changes
}

func (r schematicResource) create(ctx context.Context, op operation, inputs properties) (string, properties, error) {
	if op.preview {
		return "", inputs, nil
	}
	schematic, _ := plain(inputs["schematic"]).(string)
	if schematic == "" {
		schematic = "{}"
	}
	id, err := r.factory.register(ctx, schematic)

	return id, inputs, err
}

func (schematicResource) update(_ context.Context, _ operation, _, news properties) (properties, error) {
	return news, nil
}

func (schematicResource) delete(context.Context, operation, properties) error { return nil }

// urls is talos.imageFactory.getUrls. It asks nobody.
func (f *imageFactory) urls(_ context.Context, inputs properties) (properties, error) {
	var args struct {
		Architecture string `json:"architecture"`
		Platform     string `json:"platform"`
		SBC          string `json:"sbc"`
		SchematicID  string `json:"schematicId"`
		TalosVersion string `json:"talosVersion"`
	}
	if err := inputs.into(&args); err != nil {
		return nil, err
	}
	if (args.Platform == "") == (args.SBC == "") {
		return nil, errors.New("exactly one of platform and sbc has to be given")
	}
	if args.Architecture == "" {
		args.Architecture = "amd64"
	}
	version := "v" + strings.TrimPrefix(args.TalosVersion, "v")
	if _, err := semver.ParseTolerant(version); err != nil {
		return nil, fmt.Errorf("talosVersion: %w", err)
	}
	base, err := url.Parse(f.base())
	if err != nil {
		return nil, err
	}
	urls := map[string]any{}
	for _, name := range []string{
		"diskImage", "diskImageSecureboot", "initramfs", "installer", "installerSecureboot", "iso", "isoSecureboot",
		"kernel", "kernelCommandLine", "pxe", "uki",
	} {
		urls[name] = "" // what an image does not have is an empty string
	}
	asset := func(file string) string {
		return fmt.Sprintf("%s/image/%s/%s/%s", f.base(), args.SchematicID, version, file)
	}
	installer := func(kind string) string {
		return fmt.Sprintf("%s/%s/%s:%s", base.Host, kind, args.SchematicID, version)
	}
	pxe := func(script string) string {
		return fmt.Sprintf("%s://pxe.%s/pxe/%s/%s/%s", base.Scheme, base.Host, args.SchematicID, version, script)
	}
	switch args.Platform {
	case "":
		urls["installer"] = installer("metal-installer")
		urls["diskImage"] = asset("metal-arm64.raw.xz")
	case "metal":
		metal := platforms.MetalPlatform()
		urls["installer"] = installer("metal-installer")
		urls["installerSecureboot"] = installer("metal-installer-secureboot")
		urls["iso"] = asset(metal.ISOPath(args.Architecture))
		urls["isoSecureboot"] = asset(metal.SecureBootISOPath(args.Architecture))
		urls["diskImage"] = asset(metal.DiskImageDefaultPath(args.Architecture))
		urls["diskImageSecureboot"] = asset(metal.SecureBootDiskImageDefaultPath(args.Architecture))
		urls["pxe"] = pxe(metal.PXEScriptPath(args.Architecture))
		urls["kernel"] = asset(metal.KernelPath(args.Architecture))
		urls["kernelCommandLine"] = asset(metal.CmdlinePath(args.Architecture))
		urls["initramfs"] = asset(metal.InitramfsPath(args.Architecture))
		urls["uki"] = asset(metal.SecureBootUKIPath(args.Architecture))
	default:
		return nil, fmt.Errorf("platform: %q is not one that this stand-in knows; it knows metal", args.Platform)
	}
	result := properties{}
	for name, value := range inputs {
		result[name] = value
	}
	result["id"], result["architecture"], result["urls"] = args.SchematicID, args.Architecture, urls

	return result, nil
}
