package org.gale.tests.simulator;

import org.gale.engine.agent.AgentFaults;
import org.gale.engine.gicv4.RependFaults;
import org.gale.engine.gicv5.irs.IrsFaults;
import org.gale.engine.hypervisor.HypervisorFaults;
import org.gale.engine.journal.JournalFaults;
import org.gale.engine.machine.MachineFactory;
import org.gale.engine.system.Machines;

/** Faults of the kind that this code had or could have, each with a seed whose simulation finds it. */
enum Fault
{
    /** A mark is stored before the frame that it names. */
    MARK_BEFORE_FRAME(Kind.STORM, 5),
    /** A seal forgets the last frame. */
    SEAL_WITHOUT_LAST_FRAME(Kind.STORM, 1),
    /** A signal threshold is lowered without a settle. */
    THRESHOLD_WITHOUT_SETTLE(Kind.STORM, 1),
    /** A turn of a frame is lost when the frame is applied. */
    TURN_LOST(Kind.STORM, 1),
    /** A lane is completed while guests have still to acknowledge. */
    LANE_COMPLETED_EARLY(Kind.STORM, 3),
    /** Outputs of a frame leave while it is forced. */
    OUTPUTS_BEFORE_FORCE(Kind.STORM, 184),
    /** A snapshot is taken between two halves of a frame. */
    SNAPSHOT_INSIDE_FRAME(Kind.STORM, 5),
    /** A segment is purged that the only snapshot needs. */
    PURGE_OF_NEEDED_SEGMENT(Kind.STORM, 27),
    /** A storm is resumed without its last command. */
    RESUME_WITHOUT_LAST_COMMAND(Kind.STORM, 2),
    /** A vCPU blocks without asking for its doorbell. */
    DOORBELL_SKIPPED(Kind.KVM_HOST, 1),
    /** A doorbell rings and wakes nobody. */
    WAKE_LOST(Kind.KVM_HOST, 1),
    /** A restore forgets a pending interrupt of the image. */
    PENDING_BIT_FORGOTTEN(Kind.KVM_HOST, 1),
    /** A PPI comes to a vCPU that is blocked, and nobody kicks it. */
    KICK_SKIPPED(Kind.KVM_HOST, 1),
    /** A VM lives on although the IRS may or may not use a table of it. */
    TIMEOUT_FORGIVEN(Kind.KVM_HOST, 1),
    /** A move from a direct to a software-forwarded vCPU drops the pending state. */
    REPEND_LOST_IN_MOVE(Kind.GICV4_HOST, 2),
    /** Transitions follow the posted order, which drops what is pending (V4-RFC-5). */
    LEGACY_ORDER(Kind.GICV4_HOST, 1);

    private final Kind kind;
    private final long seed;

    Fault(final Kind kind, final long seed)
    {
        this.kind = kind;
        this.seed = seed;
    }

    /** Kinds of simulations. */
    enum Kind
    {
        /** Storm in a closed loop, on a disk that fails. */
        STORM,
        /** Random KVM host. */
        KVM_HOST,
        /** Random GICv4 host. */
        GICV4_HOST
    }

    /** Returns the kind of simulation that finds this fault. */
    Kind kind()
    {
        return kind;
    }

    /** Returns the seed of a simulation that finds this fault. */
    long seed()
    {
        return seed;
    }

    /**
     * Runs a simulation with this fault thrown.
     *
     * @throws SimulationFailure if it is found
     */
    void simulate(final long withSeed)
    {
        run(withSeed, true);
    }

    /**
     * Runs a simulation of the kind that finds this fault.
     *
     * @param isThrown true if the fault is thrown
     * @throws SimulationFailure if a promise is broken
     */
    void run(final long withSeed, final boolean isThrown)
    {
        switch (kind)
        {
            case KVM_HOST -> KvmHosts.run(withSeed, isThrown ? machines() : Machines.FACTORY);
            case GICV4_HOST -> V4Hosts.run(
                withSeed, this == LEGACY_ORDER && isThrown, isThrown ? machines() : Machines.FACTORY);
            case STORM -> Simulation.run(withSeed, isThrown ? mistakes() : SimulationFaults.NONE);
        }
    }

    /** Returns the factory of the machines on which the fault is thrown. */
    private MachineFactory machines()
    {
        return switch (this)
        {
            case DOORBELL_SKIPPED -> HypervisorFaults.skipsDoorbell();
            case WAKE_LOST -> HypervisorFaults.losesWake();
            case PENDING_BIT_FORGOTTEN -> HypervisorFaults.forgetsPending();
            case KICK_SKIPPED -> HypervisorFaults.skipsKick();
            case TIMEOUT_FORGIVEN -> HypervisorFaults.forgivesTimeout();
            case REPEND_LOST_IN_MOVE -> RependFaults::losesRepend;
            default -> Machines.FACTORY;
        };
    }

    /** Returns the mistakes of the parts of a storm's life. */
    private SimulationFaults mistakes()
    {
        return switch (this)
        {
            case MARK_BEFORE_FRAME -> SimulationFaults.of(JournalFaults.MARK_BEFORE_FRAME);
            case SEAL_WITHOUT_LAST_FRAME -> SimulationFaults.of(JournalFaults.SEAL_WITHOUT_LAST_FRAME);
            case PURGE_OF_NEEDED_SEGMENT -> SimulationFaults.of(JournalFaults.PURGE_OF_NEEDED_SEGMENT);
            case THRESHOLD_WITHOUT_SETTLE -> SimulationFaults.of(IrsFaults.lowersThresholds());
            case TURN_LOST -> SimulationFaults.of(AgentFaults.TURNS_LOST);
            case LANE_COMPLETED_EARLY -> SimulationFaults.of(AgentFaults.LANE_COMPLETED_EARLY);
            case OUTPUTS_BEFORE_FORCE -> SimulationFaults.of(AgentFaults.OUTPUTS_BEFORE_FORCE);
            case SNAPSHOT_INSIDE_FRAME -> SimulationFaults.of(AgentFaults.SNAPSHOT_INSIDE_FRAME);
            case RESUME_WITHOUT_LAST_COMMAND -> SimulationFaults.skippingCommand();
            default -> SimulationFaults.NONE;
        };
    }
}
