#include <stdint.h>
#include <stdlib.h>
#include <string.h>
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

/* Frees what an event holds, which the next call of yaml_parser_parse overwrites: as yaml_event_delete, but at once where there is
   little to free. libyaml's memory is that of malloc. */
static inline void event_release(yaml_event_t *event) {
  switch (event->type) {
  case YAML_SCALAR_EVENT:
    free(event->data.scalar.value);
    if (event->data.scalar.anchor) free(event->data.scalar.anchor);
    if (event->data.scalar.tag) free(event->data.scalar.tag);
    return;
  case YAML_MAPPING_START_EVENT:
    if (event->data.mapping_start.anchor) free(event->data.mapping_start.anchor);
    if (event->data.mapping_start.tag) free(event->data.mapping_start.tag);
    return;
  case YAML_MAPPING_END_EVENT:
  case YAML_SEQUENCE_END_EVENT: return;
  default: yaml_event_delete(event);
  }
}

/* Gives a parser that has an input, and has not begun, all of it as already decoded: libyaml asks for more only when no characters
   are unread, and ends at a zero, behind which it may look at a few bytes more. The text must be UTF-8 whose characters the parser
   allows. Where memory is short, the parser decodes for itself. */
static inline void parser_take_decoded(yaml_parser_t *parser, const unsigned char *text, size_t length) {
  const size_t margin = 16;
  if (length + margin > (size_t)(parser->buffer.end - parser->buffer.start)) {
    yaml_char_t *larger = (yaml_char_t *)malloc(length + margin);
    if (!larger) return;
    free(parser->buffer.start);
    parser->buffer.start = larger;
    parser->buffer.end = larger + length + margin;
  }
  if (length > 0) memcpy(parser->buffer.start, text, length);
  memset(parser->buffer.start + length, 0, margin);
  parser->buffer.pointer = parser->buffer.start;
  parser->buffer.last = parser->buffer.start + length + 1;
  parser->unread = SIZE_MAX;
  parser->eof = 1;
}
