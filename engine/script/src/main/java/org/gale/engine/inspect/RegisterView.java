package org.gale.engine.inspect;

import java.io.IOException;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
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

    private final Machine machine;
    private final ViewJson answer;

    RegisterView(final Machine machine, final ViewJson answer)
    {
        this.machine = machine;
        this.answer = answer;
    }

    /** Registers of EL1 and EL2 under their physical names; the machine has no EL3. */
    static Map<SystemRegister, List<LongField>> systemRegisters()
    {
        return FIELDS;
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
        answer.beginList("PEs");
        for (int pe = firstPe; pe < endPe && answer.beginEntry(FIELDS.size()); pe++)
        {
            cpu(pe);
            answer.endEntry();
        }
        answer.endList();
    }

    private void frame(final RegisterFrame frame) throws IOException
    {
        final List<FrameRegister> shown = frame.registers().registers().stream().filter(RegisterView::isShown).toList();
        if (shown.isEmpty())
        {
            return;
        }
        answer.beginObject(frame.name());
        for (final FrameRegister register : shown)
        {
            if (register.isWide())
            {
                answer.word(register.name(), frame.registers().read(register.offset(), Long.BYTES),
                    register.wideFields());
            }
            else
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
            answer.word(register.count() == 1 ? register.name() : register.name() + n,
                (int)registers.read(register.offset() + n * Integer.BYTES, Integer.BYTES), register.fields());
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
        for (final Map.Entry<SystemRegister, List<LongField>> entry : FIELDS.entrySet())
        {
            final SystemRegister register = entry.getKey();
            final int el = register.lowestEl();
            if (machine.isRegisterDefined(el, register.code(), false))
            {
                answer.word(register.name(), machine.registerValue(pe, el, register.code()), entry.getValue());
            }
        }
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
