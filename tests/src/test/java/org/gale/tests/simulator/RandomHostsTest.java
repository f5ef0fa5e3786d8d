package org.gale.tests.simulator;

import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Random hosts, with and without a journal on a disk that fails. A failure names its seed. */
class RandomHostsTest
{
    private static final long SECONDS_DEFAULT = 3;
    private static final long SPI_SECONDS_DEFAULT = 2;

    @Tag("K-VM-20")
    @Tag("K-AT-70")
    @Tag("K-LP-7")
    @Tag("K-T-30")
    @Test
    @Timeout(value = 7, unit = TimeUnit.DAYS)
    void shouldKeepEveryPromiseOfKvmWhateverFails()
    {
        SeedCampaign.run("KVM hosts", SECONDS_DEFAULT, KvmHosts::simulate);
    }

    @Tag("V4-INV-9")
    @Tag("V4-INV-10")
    @Tag("V4-INV-13")
    @Test
    @Timeout(value = 7, unit = TimeUnit.DAYS)
    void shouldLoseNothingOfDirectInjectionWhateverFails()
    {
        SeedCampaign.run("GICv4 hosts", SECONDS_DEFAULT, V4Hosts::simulate);
    }

    @Tag("B-SPI-4")
    @Tag("B-SPI-5")
    @Tag("B-SPI-6")
    @Test
    @Timeout(value = 7, unit = TimeUnit.DAYS)
    void shouldLoseNoLevelOfAnSpiWhateverFails()
    {
        SeedCampaign.run("SPI wires", SPI_SECONDS_DEFAULT, SpiHosts::simulate);
    }

    /** 45: a segment that was made ahead counted as one with frames, once power was lost behind the closing frame. */
    @ParameterizedTest
    @ValueSource(longs = 45)
    @Tag("P8")
    void shouldFindDamageWhenASeedOfAKvmHostOnceFailed(final long seed)
    {
        assertTrue(KvmHosts.simulate(seed).commands() > 0);
    }

    /**
     * 11: a vLPI that was mapped again kept the route of an event before, which a snapshot does not hold. 57: a failure
     * that was asked for while a transition undid its own was taken for the one that had happened.
     */
    @ParameterizedTest
    @ValueSource(longs = {11, 57})
    void shouldLoseNothingWhenASeedOfAGicv4HostOnceFailed(final long seed)
    {
        assertTrue(V4Hosts.simulate(seed).commands() > 0);
    }

    @ParameterizedTest
    @ValueSource(longs = 2)
    void shouldRepeatToTheByteWhenTheSeedOfAGicv4HostIsTheSame(final long seed)
    {
        assertEquals(V4Hosts.simulate(seed), V4Hosts.simulate(seed));
    }

    @ParameterizedTest
    @ValueSource(longs = 2)
    void shouldRepeatToTheByteWhenTheSeedOfAKvmHostIsTheSame(final long seed)
    {
        assertEquals(KvmHosts.simulate(seed), KvmHosts.simulate(seed));
    }

    @ParameterizedTest
    @ValueSource(longs = 2)
    void shouldRepeatToTheByteWhenTheSeedOfSpiWiresIsTheSame(final long seed)
    {
        assertEquals(SpiHosts.simulate(seed), SpiHosts.simulate(seed));
    }
}
