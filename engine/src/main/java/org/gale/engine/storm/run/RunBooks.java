package org.gale.engine.storm.run;

import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.KvmPlace;
import org.gale.engine.command.KvmVerb;
import org.gale.engine.machine.DirectQueries;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.InvariantBrokenException;
import org.gale.engine.storm.flow.SourceBooks;
import org.gale.engine.storm.topology.Topology;

/**
 * Books of a run on the wall clock beside its accounting (P13): nothing waits for ever at the end, or at the end of a
 * phase that pauses all traffic, and models keep their laws. Queries alone. On the engine's thread.
 */
public final class RunBooks
{
    private final Topology topology;
    private final Machine machine;
    private final UnsafeBuffer query = new UnsafeBuffer(new byte[2 * Long.BYTES]);
    private final SourceBooks sources;
    private final HostModel.Kind kind;
    private final UntakenInterrupts untaken;

    RunBooks(final Workload workload, final Machine machine, final PrivateBook book, final SourceBooks sources)
    {
        this.topology = workload.topology();
        this.machine = machine;
        this.sources = sources;
        this.kind = workload.hostModel().kind();
        this.untaken = new UntakenInterrupts(topology, machine, book);
    }

    /** {@return the interrupt that waits for ever behind the end of a run whose guests have settled, or null} */
    InvariantBrokenException untaken(final long sequence)
    {
        return untaken.find(vcpu -> true, (vm, lpi) -> UntakenInterrupts.UNKNOWN, sequence);
    }

    /** {@return the device that waits for ever for its guest behind the end of a run, or null} */
    String stalled()
    {
        final String stalled = sources.stalled(untaken.handlers());

        return stalled == null ? null : stalledMessage(stalled);
    }

    /** Returns the message of a device whose work waits for a handler that is not to come. */
    public static String stalledMessage(final String stalled)
    {
        return "P13 broken: " + stalled + " has work that waits for a handler, and none is to come";
    }

    /**
     * Checks that models keep their laws.
     *
     * @throws InvariantBrokenException if one breaks its own
     */
    public static void checkLaws(final SourceBooks sources, final long sequence)
    {
        final String broken = sources.brokenLaw();
        if (broken != null)
        {
            throw new InvariantBrokenException(UntakenInterrupts.PROMISE, broken, -1, -1, sequence, sequence);
        }
    }

    /** Checks that models keep their laws. */
    void checkLaws(final long sequence)
    {
        checkLaws(sources, sequence);
    }

    /**
     * Checks at the end of a phase that no vCPU which is idle there could take an interrupt.
     *
     * @throws InvariantBrokenException if one could
     */
    void checkPhase(final int phase)
    {
        if (!topology.shape().phases().get(phase).pausesAll(topology.groups()))
        {
            return;
        }
        final InvariantBrokenException found =
            untaken.find(this::isIdle, (vm, lpi) -> UntakenInterrupts.UNKNOWN, machine.commandCount());
        if (found != null)
        {
            throw found;
        }
    }

    /** Returns whether a vCPU waits, or is in its guest without a signal. */
    private boolean isIdle(final int vcpu)
    {
        return switch (kind)
        {
            case RESIDENT -> !isSignalled(vcpu);
            case KVM ->
            {
                KvmVerb.PLACE.encode(query, 0, 0, topology.vmOfVpe(vcpu), topology.vpeId(vcpu), 0);
                final long place = machine.hostVerbs(KvmVerb.FAMILY).number(query, 0);
                yield KvmPlace.isLoaded(place) ? !isSignalled(KvmPlace.pe(place)) : KvmPlace.isAsleep(place);
            }
            case DIRECT -> isIdleDirect(vcpu);
        };
    }

    private boolean isIdleDirect(final int vcpu)
    {
        final DirectQueries direct = DirectQueries.of(machine);
        final DirectQueries.VcpuState state = direct.vcpu(topology.vmOfVpe(vcpu), topology.vpeId(vcpu));

        return direct.transitionVm() == DirectQueries.NONE && !state.isHeld() &&
            state.cpu() != DirectQueries.NONE && !isSignalled(state.cpu());
    }

    private boolean isSignalled(final int pe)
    {
        return machine.virqs().next(pe) == pe;
    }
}
