package org.gale.engine.witness;

import org.agrona.DirectBuffer;
import org.gale.engine.accounting.OwnerId;
import org.gale.engine.command.Commands;
import org.gale.engine.command.IrqfdVerb;
import org.gale.engine.command.MsixVerb;
import org.gale.engine.command.VmVerb;
import org.gale.engine.config.Board;
import org.gale.engine.config.Link;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.MachineKeys;
import org.gale.engine.machine.InterruptQueries;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.Outputs;
import org.gale.ringbuf.CommandWord;

/**
 * Witness of a session of a GICv5: it follows each command with code of its own, says which LPIs, SPIs and PPIs of the
 * physical side must be pending, and compares. It believes no count of the machine. What it cannot know it takes as it
 * is: interrupts that software stored into, the events of functions, all that was before it began. Where a host acts
 * inside of commands (KVM), it goes on with the events of guests alone. Owned by the thread that owns the machine.
 */
final class Gicv5Witness
{
    private static final long FLAG = 1L << 32;
    private static final long VIRTUAL = 1L << 30;
    private static final int VM_SHIFT = 32;
    private static final int VM_MASK = 0xffff;
    private static final int CDPEND = 0x460c;
    private static final int CDDI = 0x4610;
    private static final int CDHM = 0x4611;
    private static final int CDIA = 0x4618;
    private static final int CDNMIA = 0x4619;
    private static final int GSBSYS = 0x4600;
    private static final int FIRST_CD = 0x4608;
    private static final int ENTRY_BYTES = Integer.BYTES;

    private final Machine machine;
    private final InterruptQueries queries;
    private final InterruptSink sink;
    private final int owner;
    private final Board board;
    private final WitnessBooks books;
    private final PendingBook lpiBook;
    private final Touched touched;
    private final LpiTable lpis;
    private final SpiLines spis;
    private final PpiLines ppis;
    private final ItsView[] itss;
    private final BridgeView[] bridges;
    private final FrameViews frames;
    private final Later later;
    private final EventClaims claims;
    private final WitnessComparison comparison;
    private final Acknowledges acknowledges;
    private final DoorbellBook bells;
    private long doorbells;
    private boolean hasFunctions;
    /** Whether a host acts inside of commands, so that nothing of the physical side is followed any more. */
    private boolean isHosted;
    private boolean isRetired;

    /**
     * Creates a witness of a machine, at reset or restored.
     *
     * @return the witness, or null if the machine is no GICv5
     */
    public static Gicv5Witness of(final Machine machine, final InterruptSink sink)
    {
        return machine.queries() instanceof InterruptQueries queries ? new Gicv5Witness(machine, queries, sink) : null;
    }

    private Gicv5Witness(final Machine machine, final InterruptQueries queries, final InterruptSink sink)
    {
        this.machine = machine;
        this.queries = queries;
        this.sink = sink;
        final MachineConfig config = machine.config();
        books = new WitnessBooks(machine, queries);
        board = books.board;
        owner = books.owner;
        lpiBook = books.lpiBook;
        touched = books.touched;
        lpis = books.lpis;
        spis = books.spis;
        ppis = new PpiLines(machine, config.value(MachineKeys.PPIS), (isLost, pe, ppi) -> sink.found(isLost,
            OwnerId.NONE, -1, "PE " + pe + " PPI " + ppi + WitnessComparison.what(isLost)));
        final int delay = config.value(MachineKeys.OPS_DELAY);
        later = new Later(delay, config.value(MachineKeys.OPS_ORDER), this::perform, this::arrived);
        itss = new ItsView[config.virtual() ? board.itss() : 0];
        bridges = new BridgeView[config.virtual() ? board.iwbs() : 0];
        claims = new EventClaims(machine);
        comparison = new WitnessComparison(books, claims, sink);
        acknowledges = new Acknowledges(books, ppis, sink);
        for (int n = 0; n < itss.length; n++)
        {
            itss[n] = new ItsView(n, config, machine.memory(), this::event);
        }
        for (int n = 0; n < bridges.length; n++)
        {
            bridges[n] = new BridgeView(
                board.itsOf(n), (int)board.deviceOf(n), board.wiresOf(n), this::event, this::missed);
        }
        frames = new FrameViews(config, board, itss, bridges, spis, lpis, this::event, this::setLpi);
        bells = new DoorbellBook(machine, queries, board,
            board.link() == Link.FIXED && delay == 0 && machine.commandCount() == 0, sink);
        doorbells = machine.outputs().doorbells();
        isRetired = (board.link() != Link.FIXED && delay != 0) ||
            (machine.operationDelays() != null && machine.operationDelays().areOwn());
        if (machine.commandCount() != 0)
        {
            begin();
        }
    }

    /**
     * Follows a command that was applied alone, and compares what it concerns. The log of the machine's outputs holds
     * those of this command.
     *
     * @param offset of the command, bytes
     */
    public void applied(final DirectBuffer frame, final int offset)
    {
        if (isRetired)
        {
            return;
        }
        final long word = frame.getLong(offset);
        switch (CommandWord.opcode(word))
        {
            case CommandWord.MSI:
                event(0, Commands.msiDeviceId(word), Commands.msiEventId(word), Events.EDGE);
                break;
            case CommandWord.MSI_LONG:
                final long ids = frame.getLong(offset + 8);
                event(Commands.longMsiIts(word), (int)(ids >>> Integer.SIZE), (int)ids, Events.EDGE);
                break;
            case CommandWord.WIRE:
                drive(word, (int)frame.getLong(offset + 8));
                break;
            case CommandWord.STORE:
                store(frame.getLong(offset + 8), Commands.sizeBytes(word), frame.getLong(offset + 16));
                break;
            case CommandWord.RAM:
                stored(frame.getLong(offset + 8), Commands.ramBytes(word));
                break;
            case CommandWord.INSN:
                execute(word, frame.getLong(offset + 8));
                break;
            case CommandWord.SYSW:
                if (isHosted)
                {
                    return;
                }
                ppis.write(Commands.pe(word), (int)frame.getLong(offset + 8), Commands.el(word) == Commands.VEL1,
                    frame.getLong(offset + 16));
                bells.write(Commands.pe(word), (int)frame.getLong(offset + 8), Commands.el(word),
                    frame.getLong(offset + 16));
                break;
            case CommandWord.HOST:
                hostActed(Commands.hostFamily(word));
                break;
            case CommandWord.TRIGGER:
                functionActed();
                break;
            case CommandWord.TURN:
                isRetired = true;
                break;
            default:                                                            // a read, or the time
                if (later.isDelayed())
                {
                    break;
                }
                return;
        }
        endCommand();
    }

    /** Returns whether nothing is followed any more. */
    boolean isRetired()
    {
        return isRetired;
    }

    /** Compares everything. */
    public void scan()
    {
        if (isRetired || isHosted)
        {
            return;
        }
        comparison.scan();
        for (int pe = 0; pe < machine.config().pes(); pe++)
        {
            ppis.compare(pe);
        }
    }

    /** Takes a machine as it is that has applied commands which nobody has seen. */
    private void begin()
    {
        isRetired |= later.isDelayed();
        hasFunctions = machine.functions() != null;
        frames.adopt(machine);
        spis.forget();
        for (final BridgeView bridge : bridges)
        {
            bridge.forget();
        }
        for (int irs = 0; irs < board.irss(); irs++)
        {
            for (int id = board.spisOf(irs).base(); id < board.spisOf(irs).end(); id++)
            {
                spis.assign(id, queries.spiOwner(id) != owner);
            }
        }
    }

    private void endCommand()
    {
        if (later.isDelayed())
        {
            later.endCommand();
        }
        if (!isHosted)
        {
            compareDoorbells();
        }
        if (claims.isOpen() || touched.count() != 0)
        {
            compare();
        }
    }

    private void compareDoorbells()
    {
        if (doorbells != machine.outputs().doorbells())
        {
            ring();
        }
        if (bells.hasRequests())
        {
            bells.compare();
        }
    }

    private void compare()
    {
        boolean isSound = true;
        for (int i = 0; !isHosted && i < touched.count(); i++)
        {
            final int intid = touched.intid(i);
            isSound &= comparison.ofInterrupt(intid);
        }
        if (touched.isFull())
        {
            lpiBook.forget();
            books.spiBook.forget();
        }
        touched.clear();
        if (!claims.close(isSound ? sink : null, !later.hasActed()))
        {
            lpiBook.forget();                                                   // it is elsewhere, or nowhere
        }
    }

    /** Takes an event of a device, a bridge, or an ITS (B-ITS-3, B-ITS-5). */
    private void event(final int its, final int deviceId, final int eventId, final int kind)
    {
        if (its >= itss.length)
        {
            return;
        }
        final ItsView view = itss[its];
        final long fresh = view.fresh(deviceId, eventId);
        final boolean isOpen = !view.isKnown() || view.isLive();
        final long entry = view.isCaching() ? view.translate(deviceId, eventId) : fresh;
        if (isOpen || entry != fresh)                                           // B-ITS-7: both are right
        {
            missed();
            return;
        }
        claims.event(its, deviceId, eventId, kind, entry);
        if (entry != ItsView.REJECTED && !later.takes(entry, kind))
        {
            arrived(entry, kind);
        }
    }

    /** Notes that an event came that may have gone anywhere. */
    private void missed()
    {
        claims.missed();
        lpiBook.forget();
        isRetired |= later.isOrdered();
    }

    /** Takes an event that an entry has translated. */
    private void arrived(final long entry, final int kind)
    {
        final int id = Touched.id((int)entry);
        if ((entry & VIRTUAL) != 0)
        {
            if (kind != Events.CLEAR)
            {
                final int vm = machine.accounts().vmOwner((int)(entry >>> VM_SHIFT) & VM_MASK);
                comparison.ofVirtual(vm, Touched.lpiOf(id), kind == Events.LEVEL);
            }
        }
        else if (lpis.locate(id) != LpiTable.NOWHERE)                           // B-INT-17
        {
            touched.lpi(id);
            if (kind == Events.CLEAR)
            {
                lpiBook.pend(id, false);
            }
            else
            {
                lpiBook.raise(id, kind == Events.LEVEL);
            }
        }
    }

    private void setLpi(final int id)                                           // M-SETLPI
    {
        arrived(id, Events.EDGE);
    }

    /** Takes the doorbells that rang (B-DB-4). */
    private void ring()
    {
        final Outputs outputs = machine.outputs();
        long left = outputs.doorbells() - doorbells;
        for (int at = 0; at < outputs.words(); at += Outputs.length(outputs.word(at)))
        {
            if (Outputs.kind(outputs.word(at)) == Outputs.DOORBELL)
            {
                final int lpi = Touched.id((int)outputs.word(at + 1));
                setLpi(lpi);
                bells.rang(Outputs.pe(outputs.word(at)), Outputs.value(outputs.word(at)), lpi);
                left--;
            }
        }
        if (left != 0)
        {
            lpiBook.forget();
            bells.forget();
        }
        doorbells = outputs.doorbells();
    }

    private void drive(final long word, final int id)
    {
        final int part = Commands.wireOwner(word);
        final boolean high = Commands.isWireHigh(word);
        switch (Commands.wireKind(word))
        {
            case Commands.WIRE_PPI:
                ppis.drive(part, id, high);
                break;
            case Commands.WIRE_SPI:
                if (board.irsOfSpi(id) >= 0)
                {
                    spis.drive(id, high);
                }
                break;
            default:
                if (part < bridges.length)
                {
                    bridges[part].drive(id, high);
                }
                break;
        }
    }

    private void store(final long address, final int sizeBytes, final long value)
    {
        if (machine.memory().contains(address, sizeBytes))
        {
            stored(address, sizeBytes);
        }
        else
        {
            bells.store(address, sizeBytes, value);
            if (!frames.store(address, sizeBytes, value, later) && hasFunctions)
            {
                functionActed();
            }
        }
    }

    /** Takes a store of software into RAM: entries of LPIs there are as software wants them (M-LIVE, B-IST-5). */
    private void stored(final long address, final int lengthBytes)
    {
        if (!lpis.isValid())
        {
            return;
        }
        for (long at = address & -ENTRY_BYTES; at < address + lengthBytes; at += ENTRY_BYTES)
        {
            final int id = lpis.idAt(at);
            if (id >= 0)
            {
                lpiBook.forget(id);
                touched.lpi(id);
            }
        }
    }

    private void execute(final long word, final long operand)
    {
        final int pe = Commands.pe(word);
        final int code = Commands.code(word);
        final boolean isVirtual = isHosted || Commands.el(word) == Commands.VEL1;
        if (code == CDIA || code == CDNMIA)
        {
            if (!isVirtual)
            {
                acknowledges.answered(pe, machine.outputs().lastValue());
            }
        }
        else if (code == GSBSYS)
        {
            if (!isVirtual || queries.residentOwner(pe) != OwnerId.NONE)        // M-V0
            {
                later.complete(pe);
            }
        }
        else if (!isVirtual && code >= FIRST_CD && code <= CDHM && Touched.isOfIrs((int)operand) &&
            (board.link() == Link.FIXED || queries.isLinked(pe)) && !later.takes(pe, code, operand))
        {
            perform(code, operand);
        }
    }

    /** Performs an instruction on a physical SPI or LPI. */
    private void perform(final int code, final long operand)
    {
        final int intid = (int)operand & ~0x1f00_0000;
        final int id = Touched.id(intid);
        if (!books.isReachable(intid))
        {
            return;                                                             // B-INT-17
        }
        final PendingBook book = books.of(intid);
        if (code == CDPEND)                                                     // B-INT-4
        {
            book.pend(id, (operand & FLAG) != 0);
        }
        else if (code == CDHM)                                                  // B-INT-15
        {
            book.handle(id, (operand & FLAG) != 0);
        }
        else if (code == CDDI && hasFunctions)
        {
            functionActed();                                                    // a resample may follow
        }
        touched.add(intid);
    }

    private void hostActed(final int family)
    {
        if (family == MsixVerb.FAMILY || family == IrqfdVerb.FAMILY || family == VmVerb.FAMILY)
        {
            functionActed();
        }
        if (family != MsixVerb.FAMILY && family != IrqfdVerb.FAMILY)
        {
            isHosted = true;
            isRetired |= later.isDelayed();
        }
    }

    /** Notes that functions may have sent messages and driven SPIs. */
    private void functionActed()
    {
        hasFunctions = true;
        missed();
        spis.forget();
        isRetired |= later.isDelayed();
        for (final ItsView its : itss)
        {
            its.missedEvents();
        }
    }
}
