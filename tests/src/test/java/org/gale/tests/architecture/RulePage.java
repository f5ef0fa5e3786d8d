package org.gale.tests.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gale.tests.support.SourceTree;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Entries of the page {@code engine/docs/rules.md}: a list item with an anchor, the id of the rule, and its text up to
 * the next item or blank line.
 */
final class RulePage
{
    private static final Pattern ENTRY =
        Pattern.compile("^- <a id=\"([^\"]+)\"></a>\\*\\*([^*]+)\\*\\* (.*?)(?=\\n\\n|\\n- |\\z)",
            Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern NOT_IMPLEMENTED = Pattern.compile("\\*Not implemented, because ([^*]+)\\.\\*");

    private RulePage()
    {
    }

    /** Returns the text of each rule by its id. An id stands on the page once, and its anchor is its lower case. */
    static Map<String, String> rules() throws IOException
    {
        final Map<String, String> rules = new LinkedHashMap<>();
        final Matcher entry = ENTRY.matcher(
            Files.readString(SourceTree.ROOT.resolve(Path.of("engine", "docs", "rules.md")), UTF_8).strip());
        while (entry.find())
        {
            final String id = entry.group(2);
            assertThat(entry.group(1)).as("anchor of " + id).isEqualToIgnoringCase(id).isLowerCase();
            assertThat(rules.put(id, entry.group(3).replaceAll("\\s+", " "))).as("listed twice: " + id).isNull();
        }

        return rules;
    }

    /** Returns the reason of each rule that no code implements, by its id. */
    static Map<String, String> reasons() throws IOException
    {
        final Map<String, String> reasons = new LinkedHashMap<>();
        rules().forEach((id, text) ->
        {
            final Matcher reason = NOT_IMPLEMENTED.matcher(text);
            if (reason.find())
            {
                reasons.put(id, reason.group(1));
            }
        });

        return reasons;
    }
}
