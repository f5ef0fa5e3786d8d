package org.gale.tests.simulator;

import java.util.SplittableRandom;

/** Random hosts as drawn sessions: each runs a host of text alone, which notes what it finds. Owned by one thread. */
public final class DrawnHosts
{
    private static final int KVM_ACTIONS = 120;
    private static final int V4_ACTIONS = 150;
    private static final int SPI_ACTIONS = 200;

    private DrawnHosts()
    {
    }

    /** Runs a host of KVM verbs. */
    public static void kvm(final HostScript script, final long seed)
    {
        new KvmHosts(new SplittableRandom(seed), script).run(KVM_ACTIONS);
    }

    /** Runs a GICv4 host. */
    public static void v4(final HostScript script, final long seed)
    {
        new V4Hosts(seed, false, script).run(V4_ACTIONS);
    }

    /** Runs a host whose devices drive SPI wires. */
    public static void spi(final HostScript script, final long seed)
    {
        new SpiHosts(new SplittableRandom(seed), script).runText(SPI_ACTIONS);
    }
}
