package provider

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"

	"google.golang.org/protobuf/types/known/structpb"
)

// The engine's marks for values that are more than JSON.
// Source: https://pulumi-developer-docs.readthedocs.io/latest/docs/architecture/types.html
const (
	signatureKey    = "4dabf18193072939515e22adb298388d"
	secretSignature = "1b47061264138c4ac30d75fd1eb44270"
	unknownValue    = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
)

// properties are a resource's inputs or outputs. A value is what JSON knows, a secret, or unknown.
type properties map[string]any

// secret marks a value that state and logs must not show.
type secret struct{ value any }

// unknown is a value that only an up will know.
type unknown struct{}

func decodeStruct(from *structpb.Struct) properties {
	decoded := properties{}
	for key, value := range from.GetFields() {
		decoded[key] = decodeValue(value)
	}

	return decoded
}

func decodeValue(from *structpb.Value) any {
	switch kind := from.GetKind().(type) {
	case *structpb.Value_StringValue:
		if kind.StringValue == unknownValue {
			return unknown{}
		}

		return kind.StringValue
	case *structpb.Value_NumberValue:
		return kind.NumberValue
	case *structpb.Value_BoolValue:
		return kind.BoolValue
	case *structpb.Value_ListValue:
		list := make([]any, 0, len(kind.ListValue.GetValues()))
		for _, element := range kind.ListValue.GetValues() {
			list = append(list, decodeValue(element))
		}

		return list
	case *structpb.Value_StructValue:
		fields := kind.StructValue.GetFields()
		if fields[signatureKey].GetStringValue() == secretSignature {
			return secret{decodeValue(fields["value"])}
		}

		return map[string]any(decodeStruct(kind.StructValue))
	default:
		return nil
	}
}

func (p properties) encode() (*structpb.Struct, error) {
	plain, ok := marked(map[string]any(p)).(map[string]any)
	if !ok {
		return nil, fmt.Errorf("properties are not an object")
	}

	return structpb.NewStruct(plain)
}

// marked puts the engine's marks in the place of secrets and unknowns.
func marked(value any) any {
	switch value := value.(type) {
	case secret:
		return map[string]any{signatureKey: secretSignature, "value": marked(value.value)}
	case unknown:
		return unknownValue
	case properties:
		return marked(map[string]any(value))
	case map[string]any:
		result := make(map[string]any, len(value))
		for key, element := range value {
			if element != nil {
				result[key] = marked(element)
			}
		}

		return result
	case []any:
		result := make([]any, 0, len(value))
		for _, element := range value {
			result = append(result, marked(element))
		}

		return result
	case []string:
		result := make([]any, 0, len(value))
		for _, element := range value {
			result = append(result, element)
		}

		return result
	default:
		return value
	}
}

// plain drops the marks of secrets, and turns unknowns into absence.
func plain(value any) any {
	switch value := value.(type) {
	case secret:
		return plain(value.value)
	case unknown:
		return nil
	case properties:
		return plain(map[string]any(value))
	case map[string]any:
		result := make(map[string]any, len(value))
		for key, element := range value {
			if element = plain(element); element != nil {
				result[key] = element
			}
		}

		return result
	case []any:
		result := make([]any, 0, len(value))
		for _, element := range value {
			result = append(result, plain(element))
		}

		return result
	default:
		return value
	}
}

func hasUnknown(value any) bool {
	switch value := value.(type) {
	case unknown:
		return true
	case secret:
		return hasUnknown(value.value)
	case properties:
		return hasUnknown(map[string]any(value))
	case map[string]any:
		return slices.ContainsFunc(slices.Collect(maps.Values(value)), hasUnknown)
	case []any:
		return slices.ContainsFunc(value, hasUnknown)
	default:
		return false
	}
}

// into reads the properties into a struct with JSON tags.
func (p properties) into(target any) error {
	encoded, err := json.Marshal(plain(p))
	if err != nil {
		return err
	}

	return json.Unmarshal(encoded, target)
}

// changed names the inputs that differ. An unknown counts as a difference: it may turn out to be one.
func changed(old, next properties) []string {
	var names []string
	for _, name := range slices.Sorted(maps.Keys(union(old, next))) {
		if hasUnknown(next[name]) || !reflect.DeepEqual(plain(old[name]), plain(next[name])) {
			names = append(names, name)
		}
	}

	return names
}

func union(a, b properties) properties {
	all := maps.Clone(a)
	maps.Copy(all, b)
	delete(all, "__defaults")

	return all
}
