package org.gale.engine.cli.storm;

import java.util.Locale;
import org.gale.engine.config.TerminalText;

/** Words as a shell takes them. Pure functions. */
public final class ShellWords
{
    private ShellWords()
    {
    }

    /** Returns a word as a shell takes it, on one line: with control characters in the form that bash and zsh know. */
    public static String quoted(final String word)
    {
        if (TerminalText.hasControls(word))
        {
            final StringBuilder escaped = new StringBuilder("$'");
            word.chars().forEach(c -> escaped.append(escaped((char)c)));

            return escaped.append('\'').toString();
        }

        return word.matches("[A-Za-z0-9_./=:,+-]+") ? word : '\'' + word.replace("'", "'\\''") + '\'';
    }

    private static String escaped(final char c)
    {
        return c == '\\' || c == '\'' ? "\\" + c : TerminalText.hasControls(Character.toString(c)) ?
            String.format(Locale.ROOT, "\\u%04x", (int)c) : Character.toString(c);
    }

    /** Returns a path as a shell takes it, which no command takes for an option. */
    public static String quotedPath(final String path)
    {
        return quoted(path.startsWith("-") ? "./" + path : path);
    }
}
