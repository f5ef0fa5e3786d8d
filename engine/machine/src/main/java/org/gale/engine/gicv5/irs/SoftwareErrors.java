package org.gale.engine.gicv5.irs;

import org.gale.engine.accounting.OwnerId;
import org.gale.engine.machine.OperationDelays;
import org.gale.tables.memory.StateStream;
import org.gale.tables.operand.Intid;
import org.gale.tables.register.IrsSwerrStatusr;
import org.gale.tables.register.IrsSwerrSyndromer0;
import org.gale.tables.register.IrsSwerrSyndromer1;

/**
 * The software error registers: the first error latches, later ones set OF, writing 1 to V clears (M-SWERR). Reads as
 * zero and stays so where IDR0.SWE is 0 (B-SWE-5).
 */
public final class SoftwareErrors
{
    /** The update of an L1 ISTE by IRS_MAP_L2_ISTR failed. */
    public static final int L1_ISTE_MAP = 0x00;
    /** An L1 ISTE could not be read. */
    public static final int L1_ISTE_READ = 0x01;
    /** An L2 ISTE could not be read or written. */
    public static final int L2_ISTE_ACCESS = 0x02;
    /** An L1 VMTE could not be read or written. Ours, as all that follow. */
    public static final int L1_VMTE_ACCESS = 0x80;
    /** An L2 VMTE could not be read or written. */
    public static final int L2_VMTE_ACCESS = 0x81;
    /** A VPETE could not be read or written. */
    public static final int VPETE_ACCESS = 0x82;
    /** Software stored into a live table ({@code strict=1}). */
    public static final int LIVE_TABLE_STORE = 0x90;
    /** An interrupt state table became valid with a Pending in it ({@code strict=1}). */
    public static final int PENDING_IN_IMAGE = 0x91;
    /** Software set VALID in an L1 ISTE of a table that is valid, where IRS_MAP_L2_ISTR does ({@code strict=1}). */
    public static final int L1_ISTE_VALID_STORE = 0x92;
    /** Software changed address or data of a vector that was not masked ({@code strict=1}). */
    public static final int UNMASKED_CHANGE = 0x93;
    /** An operation was ignored, because software did not wait for the one before it ({@code strict=1}). */
    public static final int IGNORED_OPERATION = 0x94;

    private final boolean implemented;
    private long status;
    private long syndrome0;
    private long syndrome1;
    private long reported;
    private OperationDelays delays;
    private ErrorText texts;

    /** @param implemented IDR0.SWE */
    public SoftwareErrors(final boolean implemented)
    {
        this.implemented = implemented;
    }

    /**
     * Reports an error of the IRS.
     *
     * @param owner   the encoded {@link OwnerId} of the interrupts that the error concerns
     * @param intid   TYPE and ID, or 0 if the error concerns no interrupt
     * @param address the place in memory that was not there
     */
    public void report(final int code, final int owner, final int intid, final long address)
    {
        long syndrome = intid == 0 ? 0 :
            IrsSwerrSyndromer0.TYPE.set(IrsSwerrSyndromer0.ID.set(0L, Intid.id(intid)), Intid.type(intid));
        if (!OwnerId.isPhysical(owner))
        {
            syndrome = IrsSwerrSyndromer0.VM_ID.set(
                IrsSwerrSyndromer0.VIRTUAL.with(syndrome, true), OwnerId.vmId(owner));
        }
        report(code, syndrome, address & IrsSwerrSyndromer1.ADDR.mask());
    }

    /** Reports an error with both syndromes as they stand. */
    public void report(final int code, final long syndromer0, final long syndromer1)
    {
        reported++;
        if (delays != null)
        {
            delays.reports(() -> texts.of(code, syndromer0, syndromer1));
        }
        if (!implemented)
        {
            return;
        }
        if (IrsSwerrStatusr.V.isSet(status))
        {
            status = IrsSwerrStatusr.OF.with(status, true);                     // B-SWE-4
            return;
        }
        status = IrsSwerrStatusr.EC.set(
            IrsSwerrStatusr.V.mask() | IrsSwerrStatusr.S0V.mask() | IrsSwerrStatusr.S1V.mask(), code);
        syndrome0 = syndromer0;
        syndrome1 = syndromer1;
    }

    /** Lets the observer of operations take errors, in words. */
    public void observedBy(final OperationDelays observed, final ErrorText words)
    {
        delays = observed;
        texts = words;
    }

    /** Returns an error of an IRS in words. */
    public static String text(final int code, final long syndrome0, final long syndrome1)
    {
        final String what = switch (code)
        {
            case L1_ISTE_MAP, L1_ISTE_READ -> "the L1_ISTE is not in RAM";
            case L2_ISTE_ACCESS -> "the L2_ISTE is not in RAM";
            case L1_VMTE_ACCESS -> "the L1_VMTE is not in RAM";
            case L2_VMTE_ACCESS -> "the L2_VMTE is not in RAM";
            case VPETE_ACCESS -> "the VPETE is not in RAM";
            case LIVE_TABLE_STORE -> "software stored into an entry that is the IRS's";
            case PENDING_IN_IMAGE -> "a table became valid with an interrupt that is pending in it";
            case L1_ISTE_VALID_STORE -> "software set VALID in an L1_ISTE, where IRS_MAP_L2_ISTR does";
            case UNMASKED_CHANGE -> "software changed a vector that is not masked";
            case IGNORED_OPERATION -> "an operation was ignored, because another one was under way";
            default -> throw new IllegalArgumentException("no such error: " + code);
        };
        final long id = IrsSwerrSyndromer0.ID.get(syndrome0);
        final String where = code == IGNORED_OPERATION ? "" : " (0x" + Long.toHexString(syndrome1) + ')';

        return what + where + (id == 0 ? "" : ", id " + id) +
            (IrsSwerrSyndromer0.VIRTUAL.isSet(syndrome0) ? ", VM " + IrsSwerrSyndromer0.VM_ID.get(syndrome0) : "");
    }

    /** {@return the value of SWERR_STATUSR} */
    public long status()
    {
        return status;
    }

    /** {@return the value of SWERR_SYNDROMER0} */
    public long syndrome0()
    {
        return syndrome0;
    }

    /** {@return the value of SWERR_SYNDROMER1} */
    public long syndrome1()
    {
        return syndrome1;
    }

    /** Errors reported since the start, latched or not. */
    public long reported()
    {
        return reported;
    }

    /** Passes the registers through a stream. */
    public void state(final StateStream stream)
    {
        status = stream.word(status);
        syndrome0 = stream.word(syndrome0);
        syndrome1 = stream.word(syndrome1);
    }

    /** Passes the count of errors through a stream. */
    public void counts(final StateStream stream)
    {
        reported = stream.word(reported);
    }

    /** Words of errors. */
    @FunctionalInterface
    public interface ErrorText
    {
        /** Returns the words of an error. */
        String of(int code, long syndrome0, long syndrome1);
    }

    /** Writes SWERR_STATUSR: 1 in V forgets the error; any other value does nothing. */
    public void writeStatus(final long value)
    {
        if (IrsSwerrStatusr.V.isSet(value))
        {
            status = 0;
            syndrome0 = 0;
            syndrome1 = 0;
        }
    }
}
