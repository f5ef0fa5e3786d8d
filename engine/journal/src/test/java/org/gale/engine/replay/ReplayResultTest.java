package org.gale.engine.replay;

import java.util.List;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the numbers and texts of a replay's result. */
class ReplayResultTest
{
    private static final long DIGEST = 0x3f9c_07d2_e5b1_88a4L;

    @Test
    void shouldRateTheCommandsThatWereAppliedByTheTimeSinceTheFirstFrame()
    {
        assertEquals(2.5, result(11, 2, 4_000_000_000L).commandsPerS());
        assertEquals(1e9, result(7, 7, 0).commandsPerS());
        assertEquals(0, result(20, 21, 5).commandsPerS());
    }

    @Test
    void shouldBeCoveredWhereADigestCoversTheLastCommand()
    {
        assertTrue(result(9, 1, 1).isCovered());
        assertFalse(result(10, 1, 1).isCovered());
    }

    @Test
    void shouldGroupTheDigitsOfADigest()
    {
        assertEquals("3f9c 07d2 e5b1 88a4", DigestText.of(DIGEST));
        assertEquals("0000 0000 0000 0005", DigestText.of(5));
    }

    @Test
    void shouldShowAFindingInPlaceOfEqualDigests()
    {
        final Divergence.Digests same = new Divergence.Digests(DIGEST, 1, 4);
        final Divergence divergence = new Divergence(1234, 5678, same, same, "a finding");

        assertEquals("diverged between commands 1,235 and 5,678: a finding", divergence.message());
        assertEquals("a finding", divergence.part());
    }

    @Test
    void shouldShowAFindingAndTheDigestsThatDiffer()
    {
        final Divergence divergence = new Divergence(0, 2, new Divergence.Digests(DIGEST, 1, 4),
            new Divergence.Digests(DIGEST, 2, 4), "a finding");

        assertEquals(List.of("diverged between commands 1 and 2: a finding",
            "  journal  run digest 0000 0000 0000 0001", "  replay   run digest 0000 0000 0000 0002"),
            divergence.message().lines().toList());
    }

    private static ReplayResult result(final long commands, final long first, final long elapsedNs)
    {
        return new ReplayResult(null, commands, first, new ReplayResult.Times(3, elapsedNs), 0, 0,
            new ReplayResult.Coverage(1, 9), ReplayResult.Findings.NONE, null);
    }
}
