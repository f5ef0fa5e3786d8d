package org.gale.engine.board;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.gale.engine.config.Board;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.MachineKeys;
import org.gale.engine.config.PeNumber;
import org.gale.engine.inspect.DeviceTree;

/**
 * ACPI tables of a machine, byte by byte: the MADT with each PE, IRS, ITS and TRANSLATE frame, and the IORT with each
 * ITS and IWB. Layouts are facts of {@code actbl.h} and {@code actbl2.h} of ACPICA: {@code acpi_table_header},
 * {@code acpi_table_madt}, {@code acpi_madt_generic_interrupt}, {@code acpi_madt_gicv5_irs},
 * {@code acpi_madt_gicv5_translator}, {@code acpi_madt_gicv5_translate_frame}, {@code acpi_table_iort},
 * {@code acpi_iort_node}, {@code acpi_iort_its_group}, {@code acpi_iort_iwb} and {@code acpi_iort_id_mapping}. Pure
 * functions.
 */
public final class AcpiTables
{
    private static final int LENGTH_OFFSET = 4;
    private static final int CHECKSUM_OFFSET = 9;
    /** Revision of the MADT of ACPI 6.7, as EDK2 writes it. */
    private static final int MADT_REVISION = 8;
    /** Highest revision of an IORT that a public header names. */
    private static final int IORT_REVISION = 6;
    private static final int GIC_VERSION = 5;
    private static final int GICC = 11;
    private static final int GICC_LENGTH = 88;
    private static final int IRS = 28;
    private static final int IRS_LENGTH = 32;
    private static final int ITS = 29;
    private static final int ITS_LENGTH = 16;
    private static final int TRANSLATE = 30;
    private static final int TRANSLATE_LENGTH = 24;
    private static final int ENABLED = 1;
    private static final int IORT_HEADER = 48;
    private static final int ITS_GROUP = 0;
    private static final int ITS_GROUP_LENGTH = 24;
    private static final int ITS_GROUP_REVISION = 1;
    private static final int IWB = 7;
    private static final int NODE_HEADER = 16;
    private static final int MAPPING_LENGTH = 20;
    private static final int SINGLE_MAPPING = 1;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private AcpiTables()
    {
    }

    /** Returns the MADT of a machine. */
    public static byte[] madt(final MachineConfig config)
    {
        final AcpiTables table = new AcpiTables();
        table.header("APIC", MADT_REVISION);
        table.word(0);
        table.word(0);
        final Board board = config.board();
        for (int pe = 0; pe < config.pes(); pe++)
        {
            table.processor(pe, board);
        }
        for (int irs = 0; irs < board.irss(); irs++)
        {
            table.routing(irs, config, board);
        }
        for (int its = 0; config.virtual() && its < board.itss(); its++)
        {
            table.translation(its, board);
        }

        return table.whole();
    }

    /** Returns the IORT of a machine; that of a machine without an ITS has no node. */
    public static byte[] iort(final MachineConfig config)
    {
        final AcpiTables table = new AcpiTables();
        final Board board = config.board();
        final int itss = config.virtual() ? board.itss() : 0;
        final int iwbs = config.virtual() ? board.iwbs() : 0;
        table.header("IORT", IORT_REVISION);
        table.word(itss + iwbs);
        table.word(IORT_HEADER);
        table.word(0);
        final List<Integer> groups = new ArrayList<>();
        for (int its = 0; its < itss; its++)
        {
            groups.add(table.bytes.size());
            table.node(ITS_GROUP, ITS_GROUP_LENGTH, ITS_GROUP_REVISION, its, 0, 0);
            table.word(1);
            table.word(its);
        }
        for (int iwb = 0; iwb < iwbs; iwb++)
        {
            table.bridge(iwb, itss + iwb, board, groups.get(board.itsOf(iwb)));
        }

        return table.whole();
    }

    /** Returns the path of the object of an IWB, which the DSDT of the firmware declares. */
    static String object(final int iwb)
    {
        return "\\_SB_.IWB" + Integer.toHexString(iwb).toUpperCase(Locale.ROOT);
    }

    private void header(final String signature, final int revision)
    {
        text(signature);
        word(0);                                                    // length and sum come at the end
        octet(revision);
        octet(0);
        text("GALE  ");
        text("GALEBORD");
        word(1);
        text("GALE");
        word(1);
    }

    private void processor(final int pe, final Board board)
    {
        subtable(GICC, GICC_LENGTH);
        half(0);
        word(pe);
        word(pe);
        word(ENABLED);
        zeros(52);                                                  // parking, performance, GICs before version 5
        wide(DeviceTree.mpidr(pe));
        zeros(6);                                                   // efficiency class; profiling and trace interrupts
        half(board.iaffids().of(new PeNumber(pe)).value());
        word(board.irsOf(pe));
    }

    private void routing(final int irs, final MachineConfig config, final Board board)
    {
        subtable(IRS, IRS_LENGTH);
        octet(GIC_VERSION);
        octet(0);
        word(irs);
        word(0);
        word(0);
        wide(board.frame(MachineKeys.IRS_CONFIG, irs));
        wide(config.virtual() ? board.frame(MachineKeys.IRS_SETLPI, irs) : 0);
    }

    private void translation(final int its, final Board board)
    {
        subtable(ITS, ITS_LENGTH);
        octet(0);
        octet(0);
        word(its);
        wide(board.frame(MachineKeys.ITS_CONFIG, its));
        subtable(TRANSLATE, TRANSLATE_LENGTH);
        half(0);
        word(its);
        word(its);                                                  // an ITS of a machine has one frame (M-TFRAME)
        word(0);
        wide(board.frame(MachineKeys.ITS_TRANSLATE, its));
    }

    private void bridge(final int iwb, final int identifier, final Board board, final int group)
    {
        final String name = object(iwb) + '\0';
        final int length = NODE_HEADER + Long.BYTES + Short.BYTES + name.length();
        final int mapping = (length + Integer.BYTES - 1) / Integer.BYTES * Integer.BYTES;
        node(IWB, mapping + MAPPING_LENGTH, 0, identifier, 1, mapping);
        wide(board.frame(MachineKeys.IWB_CONFIG, iwb));
        half(iwb);
        text(name);
        zeros(mapping - length);
        word(0);
        word(0);
        word((int)board.deviceOf(iwb));
        word(group);
        word(SINGLE_MAPPING);
    }

    private void subtable(final int type, final int length)
    {
        octet(type);
        octet(length);
    }

    private void node(final int type, final int length, final int revision, final int identifier, final int mappings,
        final int mappingOffset)
    {
        octet(type);
        half(length);
        octet(revision);
        word(identifier);
        word(mappings);
        word(mappingOffset);
    }

    /** Returns the table with its length, and with the sum that makes all bytes add up to 0. */
    private byte[] whole()
    {
        final byte[] whole = bytes.toByteArray();
        for (int n = 0; n < Integer.BYTES; n++)
        {
            whole[LENGTH_OFFSET + n] = (byte)(whole.length >>> (n * Byte.SIZE));
        }
        int sum = 0;
        for (final byte each : whole)
        {
            sum += each;
        }
        whole[CHECKSUM_OFFSET] = (byte)-sum;

        return whole;
    }

    private void text(final String text)
    {
        bytes.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    private void zeros(final int count)
    {
        bytes.writeBytes(new byte[count]);
    }

    private void octet(final int value)
    {
        bytes.write(value);
    }

    private void half(final int value)
    {
        number(value, Short.BYTES);
    }

    private void word(final int value)
    {
        number(value, Integer.BYTES);
    }

    private void wide(final long value)
    {
        number(value, Long.BYTES);
    }

    private void number(final long value, final int length)
    {
        for (int n = 0; n < length; n++)
        {
            octet((int)(value >>> (n * Byte.SIZE)));
        }
    }
}
