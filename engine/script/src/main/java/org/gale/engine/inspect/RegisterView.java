package org.gale.engine.inspect;

import java.io.IOException;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gale.engine.machine.FrameRegister;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.RegisterFrame;
import org.gale.engine.machine.RegisterTable;
import org.gale.tables.field.LongField;
import org.gale.tables.register.IccAprEl1;
import org.gale.tables.register.IccCr0El1;
import org.gale.tables.register.IccHppirEl1;
import org.gale.tables.register.IccIaffidrEl1;
import org.gale.tables.register.IccIcsrEl1;
import org.gale.tables.register.IccIdr0El1;
import org.gale.tables.register.IccPcrEl1;
import org.gale.tables.register.IchAprEl2;
import org.gale.tables.register.IchContextrEl2;
import org.gale.tables.register.IchHfgitrEl2;
import org.gale.tables.register.IchHfgrtrEl2;
import org.gale.tables.register.IchHfgwtrEl2;
import org.gale.tables.register.IchHppirEl2;
import org.gale.tables.register.IchVctlrEl2;
import org.gale.tables.register.IchVmcrEl2;
import org.gale.tables.register.PpiBits;
import org.gale.tables.register.PpiPriorityr;
import org.gale.tables.register.SystemRegister;

/** The registers that can be read, of frames and CPU interfaces. Owned by the thread that owns the machine. */
final class RegisterView
{
    private static final Map<SystemRegister, List<LongField>> FIELDS = fields();
    private static final List<SystemRegister> REGISTERS = List.copyOf(FIELDS.keySet());
    private static final Map<String, SystemRegister> BY_NAME = byName();
    private static final String LIST = "PEs";
    private static final String RUNNING = "running";
    private static final String VRUNNING = "vrunning";
    private static final Pattern PE = Pattern.compile("(?i)PE(0|[1-9][0-9]{0,3})");
    /** Registers that commands of software alone write, and nothing else of the machine. */
    private static final Pattern SETTLED = Pattern.compile("(?i)IC[CH]_APR_EL[12]|ICC_PCR_EL1|ICC_IDR0_EL1|" +
        "ICC_PPI_HMR[01]_EL1|IC[CH]_PPI_(ENABLER|PRIORITYR)[0-9]+_EL[12]|ICH_PPI_[DH]VIR[01]_EL2|ICH_HFG[A-Z]+_EL2|" +
        "ICH_VCTLR_EL2|ICH_VMCR_EL2");

    private final Machine machine;
    private final ViewJson answer;
    private final List<SystemRegister> shown;

    RegisterView(final Machine machine, final ViewJson answer)
    {
        this.machine = machine;
        this.answer = answer;
        this.shown = shown(answer.wanted());
    }

    /** Registers of EL1 and EL2 under their physical names; the machine has no EL3. */
    static Map<SystemRegister, List<LongField>> systemRegisters()
    {
        return FIELDS;
    }

    /**
     * Returns a request of the PE alone that a path names in the list of all.
     *
     * @param path names on the way to a value
     * @return the request itself if the path names none, or one beyond the limit of the list
     */
    static ViewRequest part(final ViewRequest request, final List<String> path)
    {
        final Matcher pe = PE.matcher(path.size() < 3 ? "" : path.get(1));
        if (request.view() != View.REGS || request.has(View.Option.PE) || !path.get(0).equalsIgnoreCase(LIST) ||
            !pe.matches() || (Long.parseLong(pe.group(1)) + 1) * FIELDS.size() > ViewJson.ENTRY_LIMIT)
        {
            return request;
        }

        return new ViewRequest(View.REGS, Map.of(View.Option.PE, Long.parseLong(pe.group(1))));
    }

    /**
     * Returns whether a path is one to a register, or a running priority, that commands of software alone change: no
     * event, no turn and no time. A turn drops each priority that it makes active.
     *
     * @param path names on the way to a value
     */
    static boolean isSettled(final List<String> path)
    {
        if (path.size() < 3 || !path.get(0).equalsIgnoreCase(LIST) || !PE.matcher(path.get(1)).matches())
        {
            return false;
        }
        final String name = path.get(2);

        return SETTLED.matcher(name).matches() || name.equalsIgnoreCase(RUNNING) || name.equalsIgnoreCase(VRUNNING) ||
            (path.size() == 4 && name.equalsIgnoreCase("ICC_CR0_EL1") && path.get(3).equalsIgnoreCase("EN"));
    }

    void write(final ViewRequest request) throws IOException
    {
        final boolean ofOnePe = request.has(View.Option.PE);
        final int firstPe = ofOnePe ? ViewChecks.pe(machine, request) : 0;
        final int endPe = ofOnePe ? firstPe + 1 : machine.config().pes();
        for (final RegisterFrame frame : machine.frames().all())
        {
            frame(frame);
        }
        answer.beginList(LIST);
        for (int pe = firstPe; pe < endPe && answer.beginEntry(FIELDS.size()); pe++)
        {
            cpu(pe);
            answer.endEntry();
        }
        answer.endList();
    }

    private void frame(final RegisterFrame frame) throws IOException
    {
        if (!answer.isWanted(frame.name()))
        {
            return;
        }
        final List<FrameRegister> shown = frame.registers().registers().stream().filter(RegisterView::isShown).toList();
        if (shown.isEmpty())
        {
            return;
        }
        answer.beginObject(frame.name());
        for (final FrameRegister register : shown)
        {
            if (register.isWide() && answer.isWanted(register.name()))
            {
                answer.word(register.name(), frame.registers().read(register.offset(), Long.BYTES),
                    register.wideFields());
            }
            else if (!register.isWide())
            {
                words(frame.registers(), register);
            }
        }
        answer.endObject();
    }

    /** Writes a register of 32 bits, or each of an array under its name and index. */
    private void words(final RegisterTable registers, final FrameRegister register) throws IOException
    {
        for (int n = 0; n < register.count(); n++)
        {
            final String name = register.count() == 1 ? register.name() : register.name() + n;
            if (answer.isWanted(name))
            {
                answer.word(name, (int)registers.read(register.offset() + n * Integer.BYTES, Integer.BYTES),
                    register.fields());
            }
        }
    }

    /** Returns true for a register that can be read and has fields. */
    private static boolean isShown(final FrameRegister register)
    {
        return register.isReadable() && !(register.fields().isEmpty() && register.wideFields().isEmpty());
    }

    private void cpu(final int pe) throws IOException
    {
        answer.number("PE", pe);
        answer.number(RUNNING, ExplainedCpu.running(machine, pe, false));
        if (machine.config().virtual())
        {
            answer.number(VRUNNING, ExplainedCpu.running(machine, pe, true));
        }
        for (int i = 0; i < shown.size() && answer.isOn(); i++)
        {
            register(pe, shown.get(i));
        }
    }

    /** Returns the registers of a PE that are written. */
    private static List<SystemRegister> shown(final List<String> wanted)
    {
        return wanted == null ? REGISTERS : wanted.stream().map(BY_NAME::get).filter(Objects::nonNull).toList();
    }

    /** Writes a register if the machine has it. */
    private void register(final int pe, final SystemRegister register) throws IOException
    {
        if (machine.isRegisterDefined(register.lowestEl(), register.code(), false))
        {
            answer.word(register.name(), machine.registerValue(pe, register.lowestEl(), register.code()),
                FIELDS.get(register));
        }
    }

    private static Map<String, SystemRegister> byName()
    {
        final Map<String, SystemRegister> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        FIELDS.keySet().forEach(register -> byName.put(register.name(), register));

        return byName;
    }

    private static Map<SystemRegister, List<LongField>> fields()
    {
        final Map<SystemRegister, List<LongField>> fields = new EnumMap<>(SystemRegister.class);
        for (final SystemRegister register : SystemRegister.values())
        {
            if (register.name().contains("_PPI_") && register.lowestEl() < 3)
            {
                fields.put(register, register.name().contains("PRIORITYR") ? PpiPriorityr.FIELDS : PpiBits.FIELDS);
            }
        }
        fields.put(SystemRegister.ICC_IDR0_EL1, IccIdr0El1.FIELDS);
        fields.put(SystemRegister.ICC_HPPIR_EL1, IccHppirEl1.FIELDS);
        fields.put(SystemRegister.ICC_ICSR_EL1, IccIcsrEl1.FIELDS);
        fields.put(SystemRegister.ICC_IAFFIDR_EL1, IccIaffidrEl1.FIELDS);
        fields.put(SystemRegister.ICC_APR_EL1, IccAprEl1.FIELDS);
        fields.put(SystemRegister.ICC_CR0_EL1, IccCr0El1.FIELDS);
        fields.put(SystemRegister.ICC_PCR_EL1, IccPcrEl1.FIELDS);
        fields.put(SystemRegister.ICH_APR_EL2, IchAprEl2.FIELDS);
        fields.put(SystemRegister.ICH_HPPIR_EL2, IchHppirEl2.FIELDS);
        fields.put(SystemRegister.ICH_HFGRTR_EL2, IchHfgrtrEl2.FIELDS);
        fields.put(SystemRegister.ICH_HFGWTR_EL2, IchHfgwtrEl2.FIELDS);
        fields.put(SystemRegister.ICH_HFGITR_EL2, IchHfgitrEl2.FIELDS);
        fields.put(SystemRegister.ICH_VCTLR_EL2, IchVctlrEl2.FIELDS);
        fields.put(SystemRegister.ICH_CONTEXTR_EL2, IchContextrEl2.FIELDS);
        fields.put(SystemRegister.ICH_VMCR_EL2, IchVmcrEl2.FIELDS);

        return Collections.unmodifiableMap(fields);
    }
}
