package org.gale.engine.storm.law;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

/** Dynamic moderation goes from profile to profile, after 64 interrupts each. */
@Tag("P13")
class DimLawTest
{
    @Test
    void shouldFollowBothKindsOfPeriods()
    {
        final DimLaw byInterrupt = new DimLaw(true);
        assertNull(byInterrupt.set(8_000, 256, 0));
        assertNull(byInterrupt.set(64_000, 256, 64));
        assertNull(byInterrupt.set(64_000, 256, 65));
        assertNull(byInterrupt.set(8_000, 256, 128));
        assertNull(byInterrupt.set(1_000, 256, 300));

        final DimLaw byPacket = new DimLaw(false);
        assertNull(byPacket.set(8_000, 128, 0));
        assertNull(byPacket.set(16_000, 64, 64));
        assertNull(byPacket.set(32_000, 64, 128));
        assertNull(byPacket.set(64_000, 64, 192));
    }

    @Test
    void shouldFindWhatIsNoProfile()
    {
        assertEquals("a period of 8000 ns and 128 packets is no profile of its moderation",
            new DimLaw(true).set(8_000, 128, 0));
        assertEquals("a period of 8000 ns and 256 packets is no profile of its moderation",
            new DimLaw(false).set(8_000, 256, 0));
        assertEquals("a period of 9000 ns and 256 packets is no profile of its moderation",
            new DimLaw(true).set(9_000, 256, 0));
    }

    @Test
    void shouldFindAWrongBeginAStepTooFarAndOneTooEarly()
    {
        assertEquals("its moderation goes from profile 1 to 2", new DimLaw(true).set(64_000, 256, 0));
        final DimLaw far = new DimLaw(true);
        far.set(8_000, 256, 0);
        assertEquals("its moderation goes from profile 1 to 3", far.set(128_000, 256, 64));
        final DimLaw early = new DimLaw(true);
        early.set(8_000, 256, 0);
        assertEquals("its moderation decides after 63 interrupts", early.set(64_000, 256, 63));
    }
}
