package org.gale.engine.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.gale.engine.config.Outcome.CHECK_FAILED;
import static org.gale.engine.config.Outcome.DIVERGED;
import static org.gale.engine.config.Outcome.INTERNAL;
import static org.gale.engine.config.Outcome.INTERRUPTED;
import static org.gale.engine.config.Outcome.INVARIANT_BROKEN;
import static org.gale.engine.config.Outcome.JOURNAL_DAMAGED;
import static org.gale.engine.config.Outcome.OK;
import static org.gale.engine.config.Outcome.RESOURCES;
import static org.junit.jupiter.api.Assertions.assertEquals;

class OutcomeTest
{
    private static final List<Outcome> ORDER = List.of(
        INTERNAL, JOURNAL_DAMAGED, INVARIANT_BROKEN, DIVERGED, RESOURCES, CHECK_FAILED, INTERRUPTED);

    @Test
    void shouldChooseTheFirstOfThoseThatApply()
    {
        for (int i = 0; i < ORDER.size(); i++)
        {
            final List<Outcome> given = new ArrayList<>(ORDER.subList(i, ORDER.size()));
            given.add(OK);
            Collections.reverse(given);

            assertEquals(ORDER.get(i), Outcome.first(given.toArray(new Outcome[0])));
        }
    }

    @Test
    void shouldBeWellWhenNothingElseApplies()
    {
        assertEquals(OK, Outcome.first());
        assertEquals(OK, Outcome.first(OK, OK));
    }

    @Test
    void shouldHaveTheExitCodesOfTheManual()
    {
        assertEquals(List.of(1, 6, 7, 5, 8, 3, 130), ORDER.stream().map(Outcome::exitCode).toList());
        assertEquals(0, OK.exitCode());
        assertEquals(2, Outcome.USAGE.exitCode());
        assertEquals(4, Outcome.SKIPPED.exitCode());
    }
}
