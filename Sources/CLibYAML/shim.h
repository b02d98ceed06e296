#include <yaml.h>

/* What a scalar event holds. Swift copies the whole union of an event at each look into it. */
struct scalar_event {
  const yaml_char_t *value;
  size_t length;
  yaml_scalar_style_t style;
  int has_properties;
};

static inline struct scalar_event scalar_event_of(const yaml_event_t *event) {
  return (struct scalar_event){
      .value = event->data.scalar.value,
      .length = event->data.scalar.length,
      .style = event->data.scalar.style,
      .has_properties = event->data.scalar.anchor || event->data.scalar.tag,
  };
}

/* Whether the mapping or sequence that starts has an anchor or a tag. */
static inline int collection_has_properties(const yaml_event_t *event) {
  if (event->type == YAML_MAPPING_START_EVENT)
    return event->data.mapping_start.anchor || event->data.mapping_start.tag;
  return event->data.sequence_start.anchor || event->data.sequence_start.tag;
}
