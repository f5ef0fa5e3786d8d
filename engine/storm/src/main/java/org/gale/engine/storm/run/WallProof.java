package org.gale.engine.storm.run;

import java.util.function.IntUnaryOperator;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.KvmPlace;
import org.gale.engine.command.KvmVerb;
import org.gale.engine.config.NumberText;
import org.gale.engine.machine.DirectQueries;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.InvariantBrokenException;
import org.gale.engine.storm.flow.SourceBooks;
import org.gale.engine.storm.law.Laws;
import org.gale.engine.storm.profile.HostModel;
import org.gale.engine.storm.profile.Workload;
import org.gale.engine.storm.topology.Topology;

/**
 * Proof of a run on the wall clock beside the promises of its machine (P13): nothing waits for ever at the end, or at
 * the end of a phase that pauses all traffic, and models keep their laws. Queries alone. On the engine's thread.
 */
final class WallProof
{
    private final Topology topology;
    private final Machine machine;
    private final UnsafeBuffer query = new UnsafeBuffer(new byte[2 * Long.BYTES]);
    private final SourceBooks sources;
    private final Laws laws;
    private final HostModel.HostKind kind;
    private final long sliceNs;
    private final UntakenInterrupts untaken;
    private final VectorWitness witness;                            // null where devices have no vectors
    private final DoorbellWitness doorbells;                        // null where vCPUs do not sleep
    private final IntUnaryOperator numbers;
    private WallMigrations migrations;                              // null where no VM migrates

    /**
     * Makes the proof of a run.
     *
     * @param witness   of the vectors, or null where devices have none
     * @param doorbells of vCPUs, or null where none sleeps
     * @param numbers   by which the host's verbs name the VMs now
     */
    WallProof(final Workload workload, final Machine machine, final RunBooks books, final VectorWitness witness,
        final DoorbellWitness doorbells, final IntUnaryOperator numbers)
    {
        this.numbers = numbers;
        this.witness = witness;
        this.doorbells = doorbells;
        this.topology = workload.topology();
        this.machine = machine;
        this.sources = books.sources();
        this.laws = sources.laws();
        this.kind = workload.hostModel().kind();
        this.sliceNs = kind == HostModel.HostKind.KVM ? workload.hostModel().sliceNs() : 0;
        this.untaken = books.untaken();
    }

    /** Watches the migrations of a run, before its first cycle. */
    void watch(final WallMigrations ofRun)
    {
        migrations = ofRun;
    }

    /** Returns the cycles that are progress although nothing is offered or taken: those in which VMs are stopped. */
    long openCycles()
    {
        return migrations == null ? 0 : migrations.openCycles();
    }

    /** {@return the interrupt that waits for ever behind the end of a run whose guests have settled, or null} */
    InvariantBrokenException untaken(final long sequence)
    {
        return untaken.find(vcpu -> true, (vm, lpi) -> UntakenInterrupts.UNKNOWN, sequence);
    }

    /**
     * Finds an interrupt that its guest could take: signalled in its guest, or of a vCPU that was woken while a PE is
     * free. A signal without an interrupt counts, too.
     *
     * @param sinceNs time since which nothing was offered or taken, ns since the first offer
     * @return what is broken if nothing happens any more, or null
     */
    InvariantBrokenException untakenNow(final long sinceNs, final long sequence)
    {
        final boolean isPeFree = kind == HostModel.HostKind.KVM && isPeFree();
        final InvariantBrokenException found =
            untaken.find(vcpu -> couldTake(vcpu, isPeFree), (vm, lpi) -> sinceNs, sequence);
        final int pe = machine.virqs().next(0);

        return found != null || pe < 0 ? found : RunBooks.broken("PE " + pe + " is signalled an interrupt since " +
            NumberText.count(sinceNs) + " ns, and its guest finds none", sequence);
    }

    /** Returns for how long guests may take nothing although they could: each vCPU may have to wait for the others. */
    long longestWaitNs()
    {
        final long slices = topology.totalVpes() + 2L;

        return sliceNs > Long.MAX_VALUE / slices ? Long.MAX_VALUE : sliceNs * slices;
    }

    /**
     * Returns what is broken if guests do not settle, and neither a signal nor a free PE says which one could.
     *
     * @param sinceNs time since which nothing was offered or taken, ns since the first offer
     */
    InvariantBrokenException unsettled(final long sinceNs, final long sequence)
    {
        final InvariantBrokenException found = untaken.find(vcpu -> true, (vm, lpi) -> sinceNs, sequence);

        return found != null ? found : RunBooks.broken("guests do not settle, and nothing was offered or taken since " +
            NumberText.count(sinceNs) + " ns", sequence);
    }

    /** {@return the device that waits for ever for its guest behind the end of a run, or null} */
    String stalled()
    {
        final String stalled = sources.stalled(untaken.handlers());

        return stalled == null ? null : RunBooks.stalledMessage(stalled);
    }

    /** Returns whether a witness has found that a law is broken. */
    boolean isLawBroken()
    {
        return laws.broken() != null || (doorbells != null && doorbells.isBroken()) ||
            (migrations != null && migrations.findings().isBroken());
    }

    /** Checks that models keep their laws, that each doorbell was heard, and that vectors have lost nothing. */
    void checkLaws(final long sequence)
    {
        RunBooks.checkLaws(sources, sequence);
        if (migrations != null)
        {
            migrations.findings().check();
        }
        if (doorbells != null)
        {
            doorbells.check(sequence);
        }
        if (witness != null)
        {
            witness.check(sequence);
        }
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
            case RESIDENT, FUNCTIONS -> !isSignalled(vcpu);
            case KVM ->
            {
                final long place = place(vcpu);
                yield KvmPlace.isLoaded(place) ? !isSignalled(KvmPlace.pe(place)) : KvmPlace.isAsleep(place);
            }
            case DIRECT -> isIdleDirect(vcpu);
        };
    }

    private boolean isIdleDirect(final int vcpu)
    {
        final DirectQueries.VcpuState state = state(vcpu);

        return DirectQueries.of(machine).transitionVm() == DirectQueries.NONE && !state.isHeld() &&
            state.cpu() != DirectQueries.NONE && !isSignalled(state.cpu());
    }

    /** Returns whether a vCPU has a signal in its guest, or was woken and could have a PE. */
    private boolean couldTake(final int vcpu, final boolean isPeFree)
    {
        if (migrations != null && migrations.isStopped(topology.vmOfVpe(vcpu)))
        {
            return false;
        }

        return switch (kind)
        {
            case RESIDENT, FUNCTIONS -> isSignalled(vcpu);
            case KVM ->
            {
                final long place = place(vcpu);
                yield KvmPlace.isLoaded(place) ? isSignalled(KvmPlace.pe(place)) :
                    isPeFree && !KvmPlace.isAsleep(place) && !KvmPlace.isDisabled(place);
            }
            case DIRECT ->
            {
                final DirectQueries.VcpuState state = state(vcpu);
                yield !state.isHeld() && state.cpu() != DirectQueries.NONE && isSignalled(state.cpu());
            }
        };
    }

    private boolean isPeFree()
    {
        int loaded = 0;
        for (int vcpu = 0; vcpu < topology.totalVpes(); vcpu++)
        {
            loaded += KvmPlace.isLoaded(place(vcpu)) ? 1 : 0;
        }

        return loaded < topology.pes();
    }

    private long place(final int vcpu)
    {
        KvmVerb.PLACE.encode(query, 0, 0, numbers.applyAsInt(topology.vmOfVpe(vcpu)), topology.vpeId(vcpu), 0);

        return machine.hostVerbs(KvmVerb.FAMILY).number(query, 0);
    }

    private DirectQueries.VcpuState state(final int vcpu)
    {
        return DirectQueries.of(machine).vcpu(numbers.applyAsInt(topology.vmOfVpe(vcpu)), topology.vpeId(vcpu));
    }

    private boolean isSignalled(final int pe)
    {
        return machine.virqs().next(pe) == pe;
    }
}
