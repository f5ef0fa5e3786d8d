package org.gale.tests.drawn;

import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Drawn sessions of each kind on the machine as it is: every reply is that of the plain model, nothing is lost or
 * invented, and the account of {@code stats} is the model's. {@code -Dgale.drawn.seeds=N} draws another number.
 */
class DrawnSessionsTest
{
    private static final int SEEDS = Integer.getInteger("gale.drawn.seeds", 60);

    @Tag("B-INT-5")
    @Tag("B-IST-5")
    @Tag("M-PENDIMG")
    @Timeout(value = 600, unit = TimeUnit.SECONDS)
    @ParameterizedTest(name = "{0}")
    @EnumSource(DrawnKind.class)
    void shouldDoWithEachMessageWhatThePlainModelSays(final DrawnKind kind)
    {
        for (int seed = 1; seed <= SEEDS; seed++)
        {
            assertEquals("", kind.run(seed).text(), "seed " + seed);
        }
    }
}
