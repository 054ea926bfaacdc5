package dev.thaw.core.space;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One word of a constraint or a formula.
 *
 * @param kind what it is
 * @param text as written, but without quotes
 * @param position where it starts, from 0
 */
record Token(Kind kind, String text, int position) {
  enum Kind {
    NUMBER("[0-9]+(?:\\.[0-9]*)?(?:[eE][+-]?[0-9]+)?|\\.[0-9]+(?:[eE][+-]?[0-9]+)?"),
    NAME("[A-Za-z_][A-Za-z0-9_.]*"),
    QUOTED_NAME("`[^`]+`"),
    TEXT("'[^']*'|\"[^\"]*\""),
    SYMBOL("<=|>=|==|!=|[-+*/()<>]"),
    END("\\z");

    private final Pattern pattern;

    Kind(String regex) {
      pattern = Pattern.compile(regex);
    }
  }

  /** Words of the language, which are names only in backquotes. */
  private static final Set<String> WORDS = Set.of("and", "or", "not", "true", "false");

  /** Cuts a text into words, the last of which is an END. */
  static List<Token> of(String noun, String text) {
    List<Token> tokens = new ArrayList<>();
    int position = 0;
    do {
      position = skipBlanks(text, position);
      Matcher match = match(noun, text, position, tokens);
      position = match.end();
    } while (tokens.getLast().kind != Kind.END);
    return tokens;
  }

  private static int skipBlanks(String text, int position) {
    int next = position;
    while (next < text.length() && Character.isWhitespace(text.charAt(next))) {
      next++;
    }
    return next;
  }

  private static Matcher match(String noun, String text, int position, List<Token> tokens) {
    for (Kind kind : Kind.values()) {
      Matcher matcher = kind.pattern.matcher(text).region(position, text.length());
      if (matcher.lookingAt()) {
        tokens.add(of(kind, matcher.group(), position));
        return matcher;
      }
    }
    throw ExpressionParser.unreadable(
        noun, text, position, "a parameter, a number, a text in quotes or an operator");
  }

  private static Token of(Kind kind, String match, int position) {
    return switch (kind) {
      case NUMBER, SYMBOL, END -> new Token(kind, match, position);
      case NAME -> new Token(WORDS.contains(match) ? Kind.SYMBOL : Kind.NAME, match, position);
      case QUOTED_NAME -> new Token(Kind.NAME, unquote(match), position);
      case TEXT -> new Token(kind, unquote(match), position);
    };
  }

  private static String unquote(String match) {
    return match.substring(1, match.length() - 1);
  }

  boolean is(String symbol) {
    return kind == Kind.SYMBOL && text.equals(symbol);
  }
}
