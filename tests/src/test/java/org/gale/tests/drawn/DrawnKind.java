package org.gale.tests.drawn;

import org.gale.tests.simulator.DrawnHosts;

/** Kind of a drawn session. */
enum DrawnKind
{
    /** ITSs, LPIs, SPIs, PPIs and a bridge, driven as a driver does. */
    GICV5
    {
        @Override
        Findings drive(final long seed, final TextSession session)
        {
            return Gicv5Session.run(seed, session);
        }
    },

    /** VMs of a hypervisor that drives the IRS itself: tables, VPEs, doorbells. */
    VMS
    {
        @Override
        Findings drive(final long seed, final TextSession session)
        {
            return VmSession.run(seed, session);
        }
    },

    /** Functions with vectors, eventfds and routes, before either host. */
    FUNCTIONS
    {
        @Override
        Findings drive(final long seed, final TextSession session)
        {
            return FunctionSession.run(seed, session);
        }
    },

    /** VMs of KVM with their guests. */
    KVM
    {
        @Override
        Findings drive(final long seed, final TextSession session)
        {
            return HostSession.run(seed, session, DrawnHosts::kvm);
        }
    },

    /** SPI wires of a host without VMs. */
    SPI
    {
        @Override
        Findings drive(final long seed, final TextSession session)
        {
            return HostSession.run(seed, session, DrawnHosts::spi);
        }
    },

    /** VMs of a GICv4 host, whose vCPUs are toggled. */
    V4
    {
        @Override
        Findings drive(final long seed, final TextSession session)
        {
            return HostSession.run(seed, session, DrawnHosts::v4);
        }
    };

    abstract Findings drive(long seed, TextSession session);

    /** Runs the session of a seed to its end, where the machine says what it knows. */
    Findings run(final long seed)
    {
        try (TextSession session = new TextSession())
        {
            final Findings findings = drive(seed, session);
            findings.end();

            return findings;
        }
    }
}
