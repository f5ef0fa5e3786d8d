package org.gale.engine.gicv5;

import org.gale.engine.accounting.Ledgers;
import org.gale.engine.function.FrontEnd;
import org.gale.engine.gicv5.cpuif.Links;
import org.gale.engine.gicv5.irs.Irs;
import org.gale.engine.machine.DigestStream;
import org.gale.engine.machine.MachineCore;
import org.gale.engine.machine.StateDigest;
import org.gale.tables.memory.PhysicalMemory;
import org.gale.tables.memory.StateStream;

/**
 * Whole state of a machine, enumerated once: saving, restoring and digesting are three streams that it passes. Derived
 * state is left out and made anew: candidate indexes, signal thresholds, the digests of pages, the set of PEs with a
 * virtual interrupt. A machine that was restored behaves as the one that was saved: all outputs and digests to come are
 * equal.
 * <pre>
 *   state        RAM: the number of each page that is not zero and its 512 words; the count of pages
 *                IRS, ITS, IWB, CPU interfaces: the state of each
 *                IRSs, ITSs and IWBs from 1 on: the state of each frame; links, unless they are fixed
 *   history      ledgers by owner, counts, digests of commands and outputs so far; counts of parts from 1 on
 *   proof        what is lost, invented and excused; digested if there is any
 *   host verbs   the number of families that were used; of each, its number and its state
 *   operations   that wait, and the count of those that were ignored; only with the key ops.delay
 *   order        instructions and events that wait, events taken and passed on; only with the key ops.order
 *   digests      of the state and of the run, which those of a restored machine must equal
 * </pre>
 * The digest of the state holds the first part, whatever its history; that of the run holds all parts. Owned by the
 * machine's thread.
 */
final class MachineState
{
    private final MachineCore core;
    private final PhysicalMemory memory;
    private final Irs irs;
    private final EventSources sources;
    private final Ledgers ledgers;
    private final FrontEnd front;
    private final HostSide host;
    private final PeSignals peSignals;
    /** Effects that come later; null if all come at once. */
    private final LaterEffects later;
    /** Links of the PEs; null if they are fixed. */
    private final Links links;
    private final DigestStream stateDigest;
    private final DigestStream runDigest = new DigestStream();

    MachineState(
        final MachineCore core,
        final Irs irs,
        final EventSources sources,
        final Ledgers ledgers,
        final FrontEnd front,
        final HostSide host,
        final PeSignals peSignals,
        final LaterEffects later,
        final Links links)
    {
        this.links = links;
        this.later = later;
        this.core = core;
        this.irs = irs;
        this.sources = sources;
        this.ledgers = ledgers;
        this.front = front;
        this.host = host;
        this.peSignals = peSignals;
        this.memory = core.memory();
        this.stateDigest = new DigestStream(new StateDigest(memory), new StateDigest(irs.spiMemory()));
    }

    /** Returns the stream that digests RAM and the memory of SPIs page by page. */
    DigestStream stateDigest()
    {
        return stateDigest;
    }

    /** Passes the architectural state through the stream of its digest. */
    void digested(final DigestStream stream)
    {
        state(stream);
        host.digest(stream);
        if (later != null)
        {
            later.digested(stream);
        }
    }

    /**
     * Returns the digest of the run: of all commands and outputs in order, of the counters, and of the state.
     *
     * @param state the digest of the state now
     */
    long runDigest(final long state)
    {
        runDigest.begin();
        history(runDigest);
        if (ledgers.hasProof() || front.hasProof())
        {
            proof(runDigest);
        }
        runDigest.word(state);

        return runDigest.value();
    }

    /** Passes all state through a stream. */
    void saved(final StateStream stream)
    {
        state(stream);
        history(stream);
        proof(stream);
        host.state(stream);
        if (host.hasMigrated())
        {
            ledgers.followed(stream);
        }
        if (later != null)
        {
            later.saved(stream);
        }
    }

    private void proof(final StateStream stream)
    {
        ledgers.proof(stream);
        front.proof(stream);
    }

    private void state(final StateStream stream)
    {
        stream.memory(memory);
        irs.state().state(stream);
        sources.state(stream);
        peSignals.state(stream);
        irs.state().boardState(stream);
        sources.boardState(stream);
        if (links != null)
        {
            links.state(stream);
        }
    }

    private void history(final StateStream stream)
    {
        ledgers.state(stream);
        irs.counts(stream);
        sources.its(0).counts(stream);
        core.commandDigest().state(stream);
        core.outputs().state(stream);
        irs.boardCounts(stream);
        sources.boardCounts(stream);
        if (links != null)
        {
            links.counts(stream);
        }
    }
}
