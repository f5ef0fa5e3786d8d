package org.gale.engine.explore;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Texts of the rules by their ids, from the page of the rules that is part of the program. Pure functions. */
final class RuleText
{
    private static final String PAGE = "/org/gale/engine/cli/book/pages/rules.md";
    private static final Pattern ID = Pattern.compile("[A-Z0-9]{1,8}(-[A-Z0-9]{1,12}){0,3}");
    /** End of an entry of the page: the next one, a heading or an empty line. */
    private static final String END = "(?=\n- |\n#|\n\n|\\z)";

    private RuleText()
    {
    }

    /**
     * Returns the text of a rule.
     *
     * @throws IllegalArgumentException with a sentence for the user, if there is no such rule
     */
    static String of(final String id)
    {
        final Matcher entry = !ID.matcher(id).matches() ? null : Pattern.compile("(?s)\\*\\*" + id + "\\*\\*.*?" + END)
            .matcher(page());
        if (entry == null || !entry.find())
        {
            throw new IllegalArgumentException("there is no rule '" + id + "'");
        }

        return entry.group().replaceAll("<[^>]*>|[*`]", "").replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", "$1")
            .replaceAll("\\s+", " ").strip();
    }

    private static String page()
    {
        try (InputStream in = RuleText.class.getResourceAsStream(PAGE))
        {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }
}
