package org.gale.tests.architecture;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Test of the page of rules: every rule that code or tests cite stands there. Each of its rules is proved by a tagged
 * test or by a transcript, or says why it is not implemented, and never both.
 */
class RuleListTest
{
    private static final int REASON_LENGTH_MIN = 20;
    private static final int TEXT_LENGTH_MIN = 12;

    @Test
    void shouldListEveryRuleThatIsCited() throws IOException
    {
        final Map<String, String> unknown = RuleSources.named();
        unknown.keySet().removeAll(RulePage.rules().keySet());

        assertThat(unknown).as("cited ids without an entry in rules.md, and where").isEmpty();
    }

    @Test
    void shouldCiteEveryRuleThatIsListedOrSayWhyNot() throws IOException
    {
        final Set<String> uncited = new TreeSet<>(RulePage.rules().keySet());
        uncited.removeAll(RuleSources.named().keySet());
        uncited.removeAll(RulePage.reasons().keySet());

        assertThat(uncited).as("rules of the page that nothing cites, without a reason").isEmpty();
    }

    @Test
    void shouldProveEveryRuleOrGiveAReason() throws IOException
    {
        final Set<String> open = new TreeSet<>(RulePage.rules().keySet());
        open.removeAll(RuleSources.proved());
        open.removeAll(RulePage.reasons().keySet());

        assertThat(open).as("rules with neither a test nor a reason").isEmpty();
    }

    @Test
    void shouldGiveNoReasonForARuleThatIsProved() throws IOException
    {
        final Set<String> both = new TreeSet<>(RulePage.reasons().keySet());
        both.retainAll(RuleSources.proved());

        assertThat(both).as("rules with a test and a reason for having none").isEmpty();
    }

    @Test
    void shouldReferToRulesOfThePageOnly() throws IOException
    {
        final Map<String, String> unknown = new TreeMap<>();
        RulePage.rules().forEach((id, text) -> RuleSources.rulesOf(text).forEach(rule -> unknown.put(rule, id)));
        unknown.keySet().removeAll(RulePage.rules().keySet());

        assertThat(unknown).as("ids that an entry refers to, and the entry").isEmpty();
    }

    @Test
    void shouldGiveATextAndAReasonInWords() throws IOException
    {
        RulePage.rules().forEach((id, text) -> assertThat(text).as(id).hasSizeGreaterThanOrEqualTo(TEXT_LENGTH_MIN));
        RulePage.reasons().forEach((id, reason) ->
            assertThat(reason).as(id).hasSizeGreaterThanOrEqualTo(REASON_LENGTH_MIN));
    }
}
