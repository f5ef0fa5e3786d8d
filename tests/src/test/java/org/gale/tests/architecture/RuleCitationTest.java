package org.gale.tests.architecture;

import java.io.IOException;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Test that every rule that the code cites is proved: a test has its id as a tag, or a transcript names it. */
class RuleCitationTest
{
    @Test
    void shouldTestEveryRuleThatIsCited() throws IOException
    {
        final Map<String, String> cited = RuleSources.citations();

        cited.keySet().removeAll(RuleSources.proved());

        assertThat(cited).as("rules without a test, and where they are cited").isEmpty();
    }

    @Test
    void shouldFindTheSourcesAndTheTags() throws IOException
    {
        assertThat(RuleSources.citations()).isNotEmpty();
        assertThat(RuleSources.tags()).isNotEmpty();
    }
}
