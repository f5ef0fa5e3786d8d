package org.gale.tests.architecture;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Test of the committed lists of the rules of direct injection and of KVM: each rule is proved by a tagged test or by a
 * transcript, or stands in the list of untested rules with a reason, and never both.
 */
class RuleListTest
{
    private static final String REFERENCE = "/rules/reference.txt";
    private static final String UNTESTED = "/rules/untested.txt";
    private static final Pattern LISTED = Pattern.compile("(?:K|V4)-[A-Z]+-.*");
    private static final int REASON_LENGTH_MIN = 20;

    @Test
    void shouldProveEveryRuleOrGiveAReason() throws IOException
    {
        final Set<String> open = new TreeSet<>(lines(REFERENCE).keySet());
        open.removeAll(RuleSources.proved());
        open.removeAll(lines(UNTESTED).keySet());

        assertThat(open).as("rules with neither a test nor a reason").isEmpty();
    }

    @Test
    void shouldGiveNoReasonForARuleThatIsProved() throws IOException
    {
        final Set<String> both = new TreeSet<>(lines(UNTESTED).keySet());
        both.retainAll(RuleSources.proved());

        assertThat(both).as("rules with a test and a reason for having none").isEmpty();
    }

    @Test
    void shouldCiteTagAndListRulesOfTheReferenceOnly() throws IOException
    {
        final Set<String> unknown = new TreeSet<>(lines(UNTESTED).keySet());
        unknown.addAll(RuleSources.tags());
        unknown.addAll(RuleSources.citations().keySet());
        unknown.removeIf(id -> !LISTED.matcher(id).matches());
        unknown.removeAll(lines(REFERENCE).keySet());

        assertThat(unknown).as("cited, tagged and listed ids that are no rule").isEmpty();
    }

    @Test
    void shouldGiveAReasonInWords() throws IOException
    {
        lines(UNTESTED).forEach((id, reason) ->
            assertThat(reason).as(id).hasSizeGreaterThanOrEqualTo(REASON_LENGTH_MIN));
    }

    /** Returns the ids of a list with the text behind each; an id stands there once. */
    private static Map<String, String> lines(final String resource) throws IOException
    {
        final Map<String, String> lines = new LinkedHashMap<>();
        try (BufferedReader reader = new BufferedReader(
            new InputStreamReader(RuleListTest.class.getResourceAsStream(resource), UTF_8)))
        {
            for (String line = reader.readLine(); line != null; line = reader.readLine())
            {
                if (!line.startsWith("#"))
                {
                    final int bar = line.indexOf('|');
                    final String id = bar < 0 ? line.trim() : line.substring(0, bar).trim();
                    final String known = lines.put(id, line.substring(bar + 1).trim());
                    assertThat(known).as("listed twice: " + id).isNull();
                }
            }
        }

        return lines;
    }
}
