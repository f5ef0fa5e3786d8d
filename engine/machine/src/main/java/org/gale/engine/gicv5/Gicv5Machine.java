package org.gale.engine.gicv5;

import java.util.Arrays;
import java.util.List;
import org.agrona.DirectBuffer;
import org.gale.engine.accounting.Ledgers;
import org.gale.engine.command.Commands;
import org.gale.engine.command.KvmVerb;
import org.gale.engine.config.Link;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.MachineKeys;
import org.gale.engine.function.FrontEnd;
import org.gale.engine.gicv5.cpuif.CpuInterface;
import org.gale.engine.gicv5.cpuif.GicInstructions;
import org.gale.engine.gicv5.cpuif.GuestTurn;
import org.gale.engine.gicv5.cpuif.Links;
import org.gale.engine.gicv5.cpuif.SystemRegisters;
import org.gale.engine.gicv5.irs.DirtyPes;
import org.gale.engine.gicv5.irs.EventKind;
import org.gale.engine.gicv5.irs.Irs;
import org.gale.engine.gicv5.its.Its;
import org.gale.engine.machine.Accounts;
import org.gale.engine.machine.Candidate;
import org.gale.engine.machine.CandidateKind;
import org.gale.engine.machine.CommandFrames;
import org.gale.engine.machine.Control;
import org.gale.engine.machine.DigestStream;
import org.gale.engine.machine.FrameMap;
import org.gale.engine.machine.FunctionAccounts;
import org.gale.engine.machine.HostVerbs;
import org.gale.engine.machine.HostVerbsFactory;
import org.gale.engine.machine.IgnoredOperation;
import org.gale.engine.machine.InterruptQueries;
import org.gale.engine.machine.MachineCore;
import org.gale.engine.machine.OperationDelays;
import org.gale.engine.machine.PeSet;
import org.gale.engine.machine.Restored;
import org.gale.engine.machine.TranslationQueries;
import org.gale.engine.machine.UnsyncedEvents;
import org.gale.ringbuf.CommandWord;
import org.gale.tables.memory.PhysicalMemory;
import org.gale.tables.memory.StateReader;
import org.gale.tables.memory.StateStream;
import org.gale.tables.operand.GicInstruction;
import org.gale.tables.register.SystemRegister;

/**
 * GICv5 machine: IRS, ITS, IWB and CPU interfaces behind one {@link #apply}. One thread owns a machine.
 */
public final class Gicv5Machine extends MachineCore
{
    /** Default limit of the bytes that the candidate indexes take together. */
    public static final long INDEX_LIMIT_DEFAULT = 1L << 30;

    private final Ledgers ledgers;
    private final Irs irs;
    private final EventSources sources;
    private final Its its;
    private final Bus bus;
    private final FrontEnd front;
    private final CpuInterface[] cpus;
    private final Gicv5Port port;
    private final SystemRegisters registers;
    private final GuestTurns turns;
    private final DirtyPes dirty;
    private final ReadyMap readyMap = new ReadyMap();
    private final EventRun msiRun;
    /** Run of triggers; null while no function was used. */
    private TriggerRun triggerRun;
    private Runnable probe = () -> { };
    private final VdPendRun vdPendRun;
    private final PeSignals peSignals;
    private final Settlement settlement;
    private final HostSide host;
    private final SoftwareCommands software;
    private final DeviceInputs devices;
    private final MachineState state;
    private final LeftOutSleepers sleepers;
    private final Links links;                                      // null if they are fixed
    /** Effects that come later; null if all come at once. */
    private final LaterEffects later;

    /** Creates a machine at reset, with anonymous RAM. */
    public Gicv5Machine(final MachineConfig config)
    {
        this(config, PhysicalMemory.anonymous(config.ramBase(), config.ramBytes()), INDEX_LIMIT_DEFAULT,
            HostVerbsFactory.NONE);
    }

    /**
     * Creates a machine at reset.
     *
     * @param config          of the machine
     * @param memory          RAM as configured; closed with the machine
     * @param indexLimitBytes of the candidate indexes together
     * @param verbs           makes the host verbs
     */
    public Gicv5Machine(
        final MachineConfig config, final PhysicalMemory memory, final long indexLimitBytes,
        final HostVerbsFactory verbs)
    {
        super(config, memory);
        this.ledgers = new Ledgers();
        final OperationDelays delays = OperationDelays.of(config);
        this.irs = new Irs(config, memory, indexLimitBytes, outputs(), ledgers, delays);
        final EventPipe pipe = config.value(MachineKeys.OPS_ORDER) ? new EventPipe(delays, irs) : null;
        this.sources = new EventSources(config, memory, irs, pipe);
        this.its = sources.its(0);
        sources.numberedBy(() -> commandDigest().count() + 1);
        this.bus = new Bus(config, memory, irs, sources);
        this.front = new FrontEnd(new MessagePaths(config, irs, sources, bus), config.value(MachineKeys.MONITOR),
            config.value(MachineKeys.STRICT));
        bus.front(front);
        irs.wires().onDeactivated(front::deactivated);
        this.cpus = new CpuInterface[config.pes()];
        Arrays.setAll(cpus, pe -> new CpuInterface(pe, config, irs));
        this.links = irs.board().link() == Link.FIXED ? null : new Links(irs.board(), irs, cpus, delays);
        this.registers = new SystemRegisters(config, irs, links);
        this.dirty = irs.dirtyPes();
        final GicInstructions instructions = new GicInstructions(config, irs, cpus, links, delays);
        this.port = new Gicv5Port(bus, cpus, instructions, registers, irs, ledgers);
        this.devices = new DeviceInputs(config, cpus, irs, sources, dirty);
        this.later = delays == null ? null : new LaterEffects(delays, sources, irs, instructions, pipe, links,
            config.value(MachineKeys.STRICT), () -> commandDigest().count() + 1);
        this.host = new HostSide(verbs.create(later == null ? port : new HostPort(port, later), config),
            front);
        sources.hostedBy(host::isUsed);
        this.software = new SoftwareCommands(port, host, front, irs, memory, outputs());
        this.peSignals = new PeSignals(cpus, dirty, outputs(), host);
        this.settlement = new Settlement(peSignals, irs.accounts().firstMismatch(), commandDigest());
        this.msiRun = sources.itsCount() == 1 ? new MsiRun(outputs(), commandDigest(), settlement, its, irs, readyMap) :
            new BoardEventRun(outputs(), commandDigest(), settlement, sources, irs);
        this.vdPendRun = new VdPendRun(outputs(), commandDigest(), settlement, port, irs);
        this.sleepers = new LeftOutSleepers(host, peSignals, irs);
        this.turns = new GuestTurns(cpus, new GuestTurn(irs), peSignals.virqs(), dirty, outputs());
        this.state = new MachineState(this, irs, sources, ledgers, front, host, peSignals, later, links);
    }

    /** Returns the interrupt routing service, for queries of tests. */
    Irs irs()
    {
        return irs;
    }

    @Override
    public int apply(final DirectBuffer frame, final int offset, final int endOffset)
    {
        final int at = applyPart(frame, offset, endOffset);
        if (!irs.ready().isEager())
        {
            writeBack();
        }

        return at;
    }

    @Override
    public int applyPart(final DirectBuffer frame, final int offset, final int endOffset)
    {
        int at = offset;
        do
        {
            final int end = later == null ? applyRun(frame, at, endOffset) : at;    // with delays there are no runs
            at = end == at ? apply(frame, at) : end;
        }
        while (at < endOffset && outputs().hasRoom());

        return at;
    }

    @Override
    public int apply(final DirectBuffer frame, final int offset)
    {
        final long word = frame.getLong(offset);
        final int words = CommandFrames.words(frame, offset);
        if (irs.ready().isEager() && later == null && CommandWord.opcode(word) == CommandWord.MSI)
        {
            return msiRun.apply(frame, offset, offset + Long.BYTES);
        }
        if (CommandWord.opcode(word) != CommandWord.TURN && CommandWord.opcode(word) != CommandWord.TIME)
        {
            writeBack();
            readyMap.drop();
        }
        outputs().beginCommand();
        switch (CommandWord.opcode(word))
        {
            case CommandWord.TIME:
                break;                                       // nothing architectural reads a clock
            case CommandWord.MSI:
                its.event(Commands.msiDeviceId(word), Commands.msiEventId(word), EventKind.SET_EDGE);
                break;
            case CommandWord.TURN:
                turns.execute(word, port.existingPe(Commands.pe(word)));
                break;
            case CommandWord.WIRE:
                devices.drive(word, (int)frame.getLong(offset + 8));
                break;
            case CommandWord.HOST:
                sleepers.note();
                host.execute(frame, offset, outputs());
                takeTriggers();
                break;
            case CommandWord.MSI_LONG:
                devices.message(word, frame.getLong(offset + 8));
                break;
            case CommandWord.TRIGGER:
                front.execute(word);
                break;
            default: software.apply(word, frame, offset);
        }
        if (later != null)
        {
            later.endCommand(CommandWord.opcode(word));
        }
        settlement.settle(1);
        commandDigest().add(frame, offset, words);

        return offset + (words << 3);
    }

    @Override
    public boolean isMapped(final long address, final int sizeBytes)
    {
        return bus.isMapped(address, sizeBytes);
    }

    @Override
    public boolean isInstructionDefined(final int el, final int code)
    {
        return port.isInstructionDefined(el, GicInstruction.byCode(code));
    }

    @Override
    public boolean isRegisterDefined(final int el, final int code, final boolean write)
    {
        return port.isRegisterDefined(el, SystemRegister.byCode(code), write);
    }

    @Override
    public long peek(final long address, final int sizeBytes)
    {
        writeBack();
        return bus.load(address, sizeBytes);
    }

    @Override
    public FrameMap frames()
    {
        writeBack();
        return bus.frames();
    }

    @Override
    public long registerValue(final int pe, final int el, final int code)
    {
        writeBack();
        return registers.read(cpus[pe], SystemRegister.byCode(code), el == Commands.VEL1);
    }

    @Override
    public long candidate(final int pe, final CandidateKind kind)
    {
        writeBack();
        final long candidate = switch (kind)
        {
            case FORWARDED -> irs.candidate(pe);
            case OF_RESIDENT -> irs.virtualCandidate(pe);
            case PPI -> cpus[pe].ppiCandidate();
            case VIRTUAL_PPI -> cpus[pe].virtualPpiCandidate();
        };

        return candidate == Candidate.NONE ? 0 : CANDIDATE_VALID | candidate;
    }

    @Override
    public int signals(final int pe)
    {
        return peSignals.of(pe);
    }

    @Override
    public void onTranslated(final Runnable probeOfRuns)
    {
        probe = probeOfRuns;
        msiRun.onTranslated(probe);
        if (triggerRun != null)
        {
            triggerRun.onTranslated(probe);
        }
    }

    @Override
    public PeSet virqs()
    {
        return peSignals.virqs();
    }

    @Override
    public Restored restore(final StateReader reader)
    {
        if (memory().nextTouchedPage(0, memory().pageCount()) >= 0)
        {
            throw new IllegalStateException("not at reset: RAM is in use");
        }

        return super.restore(reader);
    }

    @Override
    protected DigestStream stateDigest()
    {
        return state.stateDigest();
    }

    @Override
    protected void digested(final DigestStream stream)
    {
        state.digested(stream);
    }

    @Override
    protected void saved(final StateStream stream)
    {
        state.saved(stream);
        takeTriggers();
    }

    @Override
    public long runDigest(final long stateDigest)
    {
        return state.runDigest(stateDigest);
    }

    @Override
    public boolean isGuestUndefined(final int pe)
    {
        return host.isGuestUndefined(pe, Commands.VEL1);
    }

    @Override
    public boolean spiExists(final int id)
    {
        return irs.spiExists(id);
    }

    @Override
    public String unsettled()
    {
        writeBack();
        return peSignals.unsettled(irs);
    }

    @Override
    public Accounts accounts()
    {
        writeBack();
        return irs.accounts();
    }

    @Override
    public long untranslated()
    {
        return sources.untranslated();
    }

    @Override
    public long unreachable()
    {
        return irs.unreachable();
    }

    @Override
    public List<Control> controls()
    {
        return sleepers.controls();
    }

    @Override
    public long ignoredOperations()
    {
        return later == null ? 0 : later.ignoredOperations();
    }

    @Override
    public List<IgnoredOperation> namedIgnoredOperations()
    {
        return later == null ? List.of() : later.ignored();
    }

    @Override
    public long softwareErrors()
    {
        return sources.softwareErrors(irs);
    }

    @Override
    public OperationDelays operationDelays()
    {
        return later == null ? null : later.delays();
    }

    @Override
    public long unlinkedInstructions()
    {
        return links == null ? 0 : links.unlinkedInstructions();
    }

    @Override
    public UnsyncedEvents unsyncedEvents()
    {
        return later == null ? null : later.unsyncedEvents();
    }

    @Override
    public InterruptQueries queries()
    {
        writeBack();
        return irs.queries();
    }

    @Override
    public TranslationQueries translations()
    {
        return sources;
    }

    @Override
    public FunctionAccounts functions()
    {
        return front.accounts();
    }

    @Override
    public HostVerbs hostVerbs(final int family)
    {
        writeBack();
        return config().virtual() || family == KvmVerb.FAMILY ? host.verbs(family) : null;
    }

    @Override
    public long indexBytes()
    {
        return irs.indexBytes();
    }

    @Override
    public void close()
    {
        irs.close();
        super.close();
    }

    @Override
    protected void writeBack()
    {
        if (irs.ready().isHolding())
        {
            irs.ready().writeBack();
            settlement.settle(0);                                               // of the last command
        }
    }

    CpuInterface cpu(final int pe)
    {
        return cpus[pe];
    }

    /**
     * Applies the run of commands at an offset.
     *
     * @return the offset after its last command; the offset given if the command there is not part of a run
     */
    private int applyRun(final DirectBuffer frame, final int offset, final int endOffset)
    {
        final long word = frame.getLong(offset);
        if (msiRun.takes(word))
        {
            return msiRun.apply(frame, offset, endOffset);
        }
        final boolean isTrigger = triggerRun != null && triggerRun.takes(word);
        if (!isTrigger && !VdPendRun.isVdPend(word))
        {
            return offset;
        }
        writeBack();

        return isTrigger ? triggerRun.apply(frame, offset, endOffset) : vdPendRun.apply(frame, offset, endOffset);
    }

    /** Has triggers be commands of runs, once functions are used. */
    private void takeTriggers()
    {
        if (front.isUsed() && triggerRun == null)
        {
            triggerRun = new TriggerRun(outputs(), commandDigest(), settlement, sources, irs, front);
            triggerRun.onTranslated(probe);
        }
    }
}
