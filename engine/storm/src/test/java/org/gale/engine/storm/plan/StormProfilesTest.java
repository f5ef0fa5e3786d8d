package org.gale.engine.storm.plan;

import java.util.List;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.storm.profile.StormProfile;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** Tests of the choice among profiles by name. */
class StormProfilesTest
{
    @Test
    void shouldNameTheProfilesInOrder()
    {
        final StormProfile first = JobProfiles.ALL.of("default");
        final StormProfile second = JobProfiles.ALL.of("lpi-stress");

        assertEquals(List.of("default", "lpi-stress"),
            new StormProfiles(List.of(first, second), JobProfiles.ALL.jobs()).names());
    }

    @Test
    void shouldNameTheNearestWhereThereIsNone()
    {
        final OutcomeException refused = assertThrows(OutcomeException.class, () -> JobProfiles.ALL.of("lpi-stres"));

        assertEquals(Outcome.USAGE, refused.outcome());
        assertEquals("no profile 'lpi-stres': did you mean 'lpi-stress'? ('gale profiles' lists them)",
            refused.getMessage());
    }
}
