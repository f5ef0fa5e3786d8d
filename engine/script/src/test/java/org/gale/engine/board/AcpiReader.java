package org.gale.engine.board;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Reader of every byte of a MADT and an IORT: each structure as a list of fields with their lengths, in the order of
 * {@code actbl2.h}. What a table does not fill, or fills twice, is a failure. Owned by one thread.
 */
final class AcpiReader
{
    private static final String HEADER = "signature:4s length:4 revision:1 checksum:1 oem_id:6s oem_table_id:8s " +
        "oem_revision:4 asl_compiler_id:4s asl_compiler_revision:4";
    private static final Map<Integer, String> SUBTABLES = Map.of(
        11, "type:1 length:1 reserved:2 cpu_interface_number:4 uid:4 flags:4 parking_version:4 " +
        "performance_interrupt:4 parked_address:8 base_address:8 gicv_base_address:8 gich_base_address:8 " +
        "vgic_interrupt:4 gicr_base_address:8 arm_mpidr:8 efficiency_class:1 reserved2:1 spe_interrupt:2 " +
        "trbe_interrupt:2 iaffid:2 irs_id:4",
        28, "type:1 length:1 version:1 reserved:1 irs_id:4 flags:4 reserved2:4 config_base_address:8 " +
        "setlpi_base_address:8",
        29, "type:1 length:1 flags:1 reserved:1 translator_id:4 base_address:8",
        30, "type:1 length:1 reserved:2 linked_translator_id:4 translate_frame_id:4 reserved2:4 base_address:8");
    private static final String NODE = "type:1 length:2 revision:1 identifier:4 mapping_count:4 mapping_offset:4";
    private static final String MAPPING = "input_base:4 id_count:4 output_base:4 output_reference:4 flags:4";

    private final ByteBuffer table;
    private final List<Map<String, Object>> structures = new ArrayList<>();

    private AcpiReader(final byte[] table)
    {
        this.table = ByteBuffer.wrap(table).order(ByteOrder.LITTLE_ENDIAN);
        int sum = 0;
        for (final byte each : table)
        {
            sum += each;
        }
        assertEquals(0, sum & 0xff, "sum of all bytes");
        final Map<String, Object> header = fields(HEADER);
        assertEquals((long)table.length, header.get("length"));
        assertEquals("GALE  ", header.get("oem_id"));
        assertEquals("GALE", header.get("asl_compiler_id"));
    }

    /** Returns the structures of a MADT after its header. */
    static List<Map<String, Object>> madt(final byte[] bytes)
    {
        final AcpiReader reader = new AcpiReader(bytes);
        assertEquals(0L, reader.number(4), "address of a local APIC");
        assertEquals(0L, reader.number(4), "flags");
        while (reader.table.hasRemaining())
        {
            final int begin = reader.table.position();
            final int type = reader.table.get(begin) & 0xff;
            final Map<String, Object> structure = reader.fields(SUBTABLES.get(type));
            assertEquals((long)reader.table.position() - begin, structure.get("length"), "length of type " + type);
            reader.structures.add(structure);
        }

        return reader.structures;
    }

    /** Returns the nodes of an IORT, each with the fields of its data and of its only mapping. */
    static List<Map<String, Object>> iort(final byte[] bytes)
    {
        final AcpiReader reader = new AcpiReader(bytes);
        final long count = reader.number(4);
        assertEquals(48L, reader.number(4), "offset of the first node");
        assertEquals(0L, reader.number(4), "reserved");
        while (reader.table.hasRemaining())
        {
            reader.node();
        }
        assertEquals(count, reader.structures.size());

        return reader.structures;
    }

    private void node()
    {
        final int begin = table.position();
        final Map<String, Object> node = fields(NODE);
        node.put("offset", (long)begin);
        final long end = begin + (long)node.get("length");
        if ((long)node.get("type") == 0)
        {
            assertEquals(1L, number(4), "ITSs of a group");
            node.put("its", number(4));
        }
        else
        {
            assertEquals(7L, node.get("type"));
            node.putAll(fields("base_address:8 iwb_index:2"));
            final StringBuilder name = new StringBuilder();
            char next = (char)table.get();
            while (next != 0)
            {
                name.append(next);
                next = (char)table.get();
            }
            node.put("device_name", name.toString());
            assertTrue(begin + (long)node.get("mapping_offset") - table.position() < 4, "padding");
            while (table.position() < begin + (long)node.get("mapping_offset"))
            {
                assertEquals(0, table.get(), "padding");
            }
            node.put("mapping", fields(MAPPING));
        }
        assertEquals(end, table.position(), "end of the node at " + begin);
        structures.add(node);
    }

    private Map<String, Object> fields(final String layout)
    {
        final Map<String, Object> fields = new TreeMap<>();
        for (final String field : layout.split(" ", -1))
        {
            final String[] parts = field.split(":", -1);
            if (parts[1].endsWith("s"))
            {
                final byte[] text = new byte[Integer.parseInt(parts[1].replace("s", ""))];
                table.get(text);
                fields.put(parts[0], new String(text, StandardCharsets.US_ASCII));
            }
            else
            {
                fields.put(parts[0], number(Integer.parseInt(parts[1])));
            }
        }

        return fields;
    }

    private long number(final int length)
    {
        long number = 0;
        for (int n = 0; n < length; n++)
        {
            number |= (table.get() & 0xffL) << (8 * n);
        }

        return number;
    }
}
