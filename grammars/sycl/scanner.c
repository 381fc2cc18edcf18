/*
 * What follows tree-sitter-cpp's scanner (build.mjs puts it before this text): directives that stand where no item
 * may begin, and the end of a macro's call that has no semicolon.
 *
 * A conditional is parsed as a tree of items where it encloses whole items in all its branches. Elsewhere its lines
 * are extras, as comments are: the first branch is read as code, the others are skipped as one token.
 */

typedef enum { NO_CONDITIONAL, OPENS, ALTERNATIVE, CLOSES } Conditional;

enum {
    HASH_IF = RAW_STRING_CONTENT + 1,
    HASH_IFDEF,
    HASH_IFNDEF,
    PREPROC_MARK,
    PREPROC_TEXT,
    PREPROC_SKIPPED,
    DIRECTIVE_END,
    IN_STRING,
    MACRO_END,
    UNCLOSED,
    ABSENT,
};

#define WORD_SIZE 16
/* A conditional that is longer counts as one that encloses whole items. */
#define LOOKAHEAD_LIMIT (1 << 20)
#define MAX_DEPTH 255

typedef struct {
    void *base;
    /* Open conditionals from the outermost one whose lines are extras. */
    uint8_t depth;
    /* Whether the line of the directive just read goes on. */
    uint8_t has_text;
} State;

static bool is_word_start(int32_t c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
static bool is_word(int32_t c) { return is_word_start(c) || (c >= '0' && c <= '9'); }
static bool is_blank(int32_t c) { return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v'; }
static bool is_line_end(TSLexer *lexer) { return lexer->lookahead == '\n' || lexer->eof(lexer); }

static void skip_blanks(TSLexer *lexer) {
    while (is_blank(lexer->lookahead)) advance(lexer);
}

/* Reads a word; of a longer one, the start. */
static void read_word(TSLexer *lexer, char *word) {
    int length = 0;
    for (; is_word(lexer->lookahead); advance(lexer))
        if (length < WORD_SIZE - 1) word[length++] = (char)lexer->lookahead;
    word[length] = 0;
}

static bool is_one_of(const char *word, const char *const *words) {
    for (; *words; words++) {
        const char *a = word, *b = *words;
        while (*a && *a == *b) a++, b++;
        if (*a == *b) return true;
    }
    return false;
}

static Conditional conditional(const char *word) {
    static const char *const opens[] = {"if", "ifdef", "ifndef", 0};
    static const char *const others[] = {"else", "elif", "elifdef", "elifndef", 0};
    static const char *const closes[] = {"endif", 0};
    return is_one_of(word, opens)    ? OPENS
           : is_one_of(word, others) ? ALTERNATIVE
           : is_one_of(word, closes) ? CLOSES
                                     : NO_CONDITIONAL;
}

/* At a slash: a comment is read over. Returns whether it was one. */
static bool skip_comment(TSLexer *lexer) {
    advance(lexer);
    if (lexer->lookahead == '/') {
        while (!is_line_end(lexer)) {
            bool escaped = lexer->lookahead == '\\';
            advance(lexer);
            if (escaped && !lexer->eof(lexer)) advance(lexer);
        }
        return true;
    }
    if (lexer->lookahead != '*') return false;
    advance(lexer);
    while (!lexer->eof(lexer)) {
        bool star = lexer->lookahead == '*';
        advance(lexer);
        if (star && lexer->lookahead == '/') {
            advance(lexer);
            return true;
        }
    }
    return true;
}

/* The rest of a directive, its continued lines too. */
static void skip_directive(TSLexer *lexer) {
    while (!is_line_end(lexer)) {
        if (lexer->lookahead == '/') {
            skip_comment(lexer);
        } else if (lexer->lookahead == '\\') {
            advance(lexer);
            if (lexer->lookahead == '\r') advance(lexer);
            if (!lexer->eof(lexer)) advance(lexer);
        } else {
            advance(lexer);
        }
    }
}

/* A string or character literal; an unclosed one ends with its line. */
static void skip_literal(TSLexer *lexer, int32_t quote) {
    advance(lexer);
    while (!is_line_end(lexer) && lexer->lookahead != quote) {
        bool escaped = lexer->lookahead == '\\';
        advance(lexer);
        if (escaped && !lexer->eof(lexer)) advance(lexer);
    }
    if (lexer->lookahead == quote) advance(lexer);
}

static void skip_raw_string(TSLexer *lexer) {
    Scanner raw;
    reset(&raw);
    advance(lexer);
    while (raw.delimiter_length < MAX_DELIMITER_LENGTH && lexer->lookahead != '(' && !is_line_end(lexer)) {
        raw.delimiter[raw.delimiter_length++] = lexer->lookahead;
        advance(lexer);
    }
    int matched = -1;
    while (!lexer->eof(lexer)) {
        if (matched == raw.delimiter_length && lexer->lookahead == '"') break;
        matched = lexer->lookahead == ')' ? 0
                  : matched >= 0 && matched < raw.delimiter_length && lexer->lookahead == raw.delimiter[matched]
                      ? matched + 1
                      : -1;
        advance(lexer);
    }
    if (!lexer->eof(lexer)) advance(lexer);
}

/* From `#else` or `#elif` to the `#endif` that belongs to it. */
static void skip_alternatives(TSLexer *lexer) {
    for (int nesting = 0; !lexer->eof(lexer);) {
        skip_directive(lexer);
        lexer->mark_end(lexer);
        if (lexer->eof(lexer)) return;
        advance(lexer);
        skip_blanks(lexer);
        if (lexer->lookahead != '#') continue;
        advance(lexer);
        skip_blanks(lexer);
        char word[WORD_SIZE];
        read_word(lexer, word);
        Conditional kind = conditional(word);
        if (kind == OPENS) nesting++;
        if (kind == CLOSES && nesting-- == 0) return;
    }
}

typedef struct {
    int braces, parens, brackets;
    int32_t first, last;
    bool bad, headed;
} Branch;

static const Branch EMPTY_BRANCH = {0};

/* Whether a branch can be a sequence of items. */
static bool is_whole(const Branch *branch) {
    if (branch->bad || branch->braces || branch->parens || branch->brackets) return false;
    if (!branch->last) return true;
    if (branch->last == ')') return !branch->headed;
    return branch->last == ';' || branch->last == '}' || branch->last == ':' || branch->last == ',';
}

static void take_word(TSLexer *lexer, Branch *branch) {
    static const char *const heads[] = {"if", "for", "while", "switch", 0};
    static const char *const rest[] = {"else", "catch", 0};
    static const char *const raw[] = {"R", "LR", "uR", "UR", "u8R", 0};
    char word[WORD_SIZE];
    int32_t before = branch->last;
    read_word(lexer, word);
    if (lexer->lookahead == '"' && is_one_of(word, raw)) skip_raw_string(lexer);
    if (!branch->first && is_one_of(word, rest)) branch->bad = true;
    if (!before || before == ';' || before == '}' || before == '{' || before == 'e') branch->headed = is_one_of(word, heads);
    /* `else if (...)` goes on with a statement as `if (...)` does. */
    branch->last = is_one_of(word, rest) ? 'e' : 'w';
    if (!branch->first) branch->first = 'w';
}

static void take_punctuation(TSLexer *lexer, Branch *branch) {
    int32_t c = lexer->lookahead;
    if (c == '{') branch->braces++;
    if (c == '(') branch->parens++;
    if (c == '[') branch->brackets++;
    if (c == '}' && --branch->braces < 0) branch->bad = true;
    if (c == ')' && --branch->parens < 0) branch->bad = true;
    if (c == ']' && --branch->brackets < 0) branch->bad = true;
    advance(lexer);
    if (!branch->first) {
        branch->first = c;
        for (const char *no = ",)=?|&<>./%^"; *no; no++)
            if (c == *no) branch->bad = true;
        if (c == ':' && lexer->lookahead != ':') branch->bad = true;
        if ((c == '+' || c == '-') && lexer->lookahead != c) branch->bad = true;
    }
    branch->last = c;
}

/* After `#if`: whether every branch encloses whole items. Of conditionals in it, the first branch counts. */
static bool encloses_items(TSLexer *lexer) {
    Branch branch = EMPTY_BRANCH;
    int nesting = 0, skipped = 0;
    bool at_line_start = false;
    skip_directive(lexer);
    for (int steps = 0; !lexer->eof(lexer); steps++) {
        if (steps > LOOKAHEAD_LIMIT) return true;
        int32_t c = lexer->lookahead;
        if (c == '\n') {
            at_line_start = true;
            advance(lexer);
        } else if (is_blank(c)) {
            advance(lexer);
        } else if (c == '#' && at_line_start) {
            char word[WORD_SIZE];
            advance(lexer);
            skip_blanks(lexer);
            read_word(lexer, word);
            Conditional kind = conditional(word);
            if (kind == OPENS) nesting++;
            if (nesting == 0 && (kind == ALTERNATIVE || kind == CLOSES)) {
                if (!is_whole(&branch)) return false;
                if (kind == CLOSES) {
                    if (branch.last != ')') return true;
                    skip_directive(lexer);
                    while (is_blank(lexer->lookahead) || lexer->lookahead == '\n') advance(lexer);
                    return lexer->lookahead != '{';
                }
                branch = EMPTY_BRANCH;
            } else if (kind == ALTERNATIVE && !skipped) {
                skipped = nesting;
            } else if (kind == CLOSES) {
                if (skipped == nesting) skipped = 0;
                nesting--;
            }
            skip_directive(lexer);
        } else {
            at_line_start = false;
            if (c == '/') {
                if (!skip_comment(lexer) && !skipped) branch.last = c;
            } else if (c == '"' || c == '\'') {
                skip_literal(lexer, c);
                if (!skipped) branch.last = '"';
            } else if (is_word(c)) {
                /* Words of skipped branches are read for the raw strings and digit separators in them. */
                Branch unused = EMPTY_BRANCH;
                bool digits = !is_word_start(c);
                take_word(lexer, skipped ? &unused : &branch);
                while (digits && lexer->lookahead == '\'') {
                    advance(lexer);
                    take_word(lexer, skipped ? &unused : &branch);
                }
            } else if (skipped) {
                advance(lexer);
            } else {
                take_punctuation(lexer, &branch);
            }
        }
    }
    return true;
}

static bool scan_directive(State *state, TSLexer *lexer, const bool *valid) {
    char word[WORD_SIZE];
    advance(lexer);
    skip_blanks(lexer);
    read_word(lexer, word);
    Conditional kind = conditional(word);
    lexer->mark_end(lexer);
    if (state->depth == 0) {
        if (kind == ALTERNATIVE || kind == CLOSES) return false;
        if (kind == NO_CONDITIONAL && valid[HASH_IF]) return false;
        if (kind == OPENS && valid[HASH_IF] && encloses_items(lexer)) {
            lexer->result_symbol = word[2] == 0 ? HASH_IF : word[2] == 'd' ? HASH_IFDEF : HASH_IFNDEF;
            return true;
        }
    } else if (kind == ALTERNATIVE) {
        skip_alternatives(lexer);
        lexer->result_symbol = PREPROC_SKIPPED;
        return true;
    } else if (kind == NO_CONDITIONAL && valid[HASH_IF]) {
        return false;
    }
    if (kind == OPENS && state->depth < MAX_DEPTH) state->depth++;
    if (kind == CLOSES) state->depth--;
    lexer->result_symbol = PREPROC_MARK;
    if (kind == NO_CONDITIONAL) skip_blanks(lexer);
    state->has_text = kind == OPENS || (kind == NO_CONDITIONAL && !is_line_end(lexer));
    return true;
}

/* After a line's end: whether the text there cannot go on a call, so that the call is a statement without `;`. */
static bool begins_item(TSLexer *lexer) {
    static const char *const goes_on[] = {"and",      "or",    "xor",   "bitand",   "bitor", "and_eq",
                                          "or_eq",    "xor_eq", "not_eq", "noexcept", "const", "volatile",
                                          "override", "final", "throw", "requires", "try",   "__attribute__", 0};
    if (lexer->lookahead == '#') return true;
    if (lexer->lookahead == '}') {
        /* A block's end, or that of a list of values. */
        bool new_line = false;
        for (advance(lexer); is_blank(lexer->lookahead) || lexer->lookahead == '\n'; advance(lexer))
            if (lexer->lookahead == '\n') new_line = true;
        return lexer->eof(lexer) || is_word_start(lexer->lookahead) || lexer->lookahead == '#' ||
               lexer->lookahead == '/' || (new_line && lexer->lookahead == '}');
    }
    if (!is_word_start(lexer->lookahead)) return false;
    char word[WORD_SIZE];
    read_word(lexer, word);
    return !is_one_of(word, goes_on);
}

void *tree_sitter_sycl_external_scanner_create() {
    State *state = ts_calloc(1, sizeof(State));
    state->base = cpp_external_scanner_create();
    return state;
}

bool tree_sitter_sycl_external_scanner_scan(void *payload, TSLexer *lexer, const bool *valid) {
    State *state = payload;
    bool recovers = valid[IN_STRING] && valid[HASH_IF];
    if (!recovers && (valid[RAW_STRING_DELIMITER] || valid[RAW_STRING_CONTENT]))
        return cpp_external_scanner_scan(state->base, lexer, valid);
    if (!recovers && valid[IN_STRING]) return false;
    if (state->has_text) {
        while (is_blank(lexer->lookahead)) lexer->advance(lexer, true);
        state->has_text = 0;
        skip_directive(lexer);
        lexer->mark_end(lexer);
        lexer->result_symbol = PREPROC_TEXT;
        return true;
    }
    if (!recovers && valid[DIRECTIVE_END]) {
        skip_blanks(lexer);
        if (!lexer->eof(lexer)) return false;
        lexer->mark_end(lexer);
        lexer->result_symbol = DIRECTIVE_END;
        return true;
    }
    bool ends = !recovers && valid[MACRO_END];
    bool unfinished = !recovers && (valid[UNCLOSED] || valid[ABSENT]);
    if (ends || unfinished) lexer->mark_end(lexer);
    bool new_line = false;
    uint32_t blanks = 0;
    for (; is_blank(lexer->lookahead) || lexer->lookahead == '\n'; blanks++) {
        if (lexer->lookahead == '\n') new_line = true;
        lexer->advance(lexer, true);
    }
    if (unfinished && lexer->lookahead == '}') {
        lexer->result_symbol = valid[UNCLOSED] ? UNCLOSED : ABSENT;
        return true;
    }
    if (ends && (lexer->eof(lexer) || (new_line && begins_item(lexer)))) {
        lexer->result_symbol = MACRO_END;
        return true;
    }
    if (lexer->lookahead != '#' || !(new_line || lexer->get_column(lexer) == blanks)) return false;
    return scan_directive(state, lexer, valid);
}

unsigned tree_sitter_sycl_external_scanner_serialize(void *payload, char *buffer) {
    State *state = payload;
    buffer[0] = (char)state->depth;
    buffer[1] = (char)state->has_text;
    return 2 + cpp_external_scanner_serialize(state->base, buffer + 2);
}

void tree_sitter_sycl_external_scanner_deserialize(void *payload, const char *buffer, unsigned length) {
    State *state = payload;
    state->depth = length < 2 ? 0 : (uint8_t)buffer[0];
    state->has_text = length < 2 ? 0 : (uint8_t)buffer[1];
    cpp_external_scanner_deserialize(state->base, buffer + 2, length < 2 ? 0 : length - 2);
}

void tree_sitter_sycl_external_scanner_destroy(void *payload) {
    State *state = payload;
    cpp_external_scanner_destroy(state->base);
    ts_free(state);
}
