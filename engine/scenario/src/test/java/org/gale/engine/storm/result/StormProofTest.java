package org.gale.engine.storm.result;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Tests of what each extent of a proof says about the journal and its replay. */
class StormProofTest
{
    @ParameterizedTest
    @CsvSource({
        "NO_JOURNAL, false, false", "NOT_ASKED, false, false", "READ_ONLY, true, false", "INTERRUPTED, false, false",
        "FAILED, false, false", "DAMAGED, false, false", "EQUAL, true, true", "DIVERGED, true, true",
    })
    void shouldSayWhatWasReadAndReplayed(
        final StormProof.Extent extent, final boolean isVerified, final boolean isReplayed)
    {
        final StormProof proof = new StormProof(extent);

        assertEquals(isVerified, proof.isVerified());
        assertEquals(isReplayed, proof.isReplayed());
    }

    @Test
    void shouldBeginAtTheFirstCommandUnlessASnapshotWasNeeded()
    {
        assertEquals(new StormProof(StormProof.Extent.EQUAL, 7, 2.5, 1),
            new StormProof(StormProof.Extent.EQUAL, 7, 2.5));
        assertEquals(new StormProof(StormProof.Extent.DAMAGED, 0, 0, 1), new StormProof(StormProof.Extent.DAMAGED));
    }
}
