package org.gale.tests.attach;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.gale.engine.command.Commands;
import org.gale.engine.lanes.LaneFiles;
import org.gale.ringbuf.CloseReason;
import org.gale.ringbuf.CommandWord;
import org.gale.ringbuf.LaneLayout;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** Tests of the constants of {@code gale_lane.h} and of the table of its page. No compiler is needed. */
class LaneHeaderTest
{
    private static final Pattern CONSTANT =
        Pattern.compile("(?m)^#define GALE_LANE_([A-Z0-9_]+) (0x[0-9a-f]+|[0-9]+)\\b");
    private static final Pattern MACRO = Pattern.compile("(?m)^#define (\\w+)");
    private static final Pattern MEMBER =
        Pattern.compile("(?m)^    (?:uint64_t|uint32_t|uint8_t) (\\w+)(?:\\[(\\d*)\\])?;");

    @Test
    void shouldHaveTheConstantsOfTheLayout() throws IOException
    {
        final Map<String, Long> expected = new TreeMap<>();
        expected.put("MAGIC", LaneLayout.MAGIC);
        expected.put("VERSION", (long)LaneLayout.VERSION);
        expected.put("MAGIC_OFFSET", (long)LaneLayout.MAGIC_OFFSET);
        expected.put("VERSION_OFFSET", (long)LaneLayout.VERSION_OFFSET);
        expected.put("CAPACITY_OFFSET", (long)LaneLayout.CAPACITY_OFFSET);
        expected.put("TAIL_OFFSET", (long)LaneLayout.TAIL_OFFSET);
        expected.put("REFUSED_OFFSET", (long)LaneLayout.REFUSED_OFFSET);
        expected.put("HEAD_OFFSET", (long)LaneLayout.HEAD_OFFSET);
        expected.put("COMPLETED_OFFSET", (long)LaneLayout.COMPLETED_OFFSET);
        expected.put("CLOSED_OFFSET", (long)LaneLayout.CLOSED_OFFSET);
        expected.put("SLOTS_OFFSET", (long)LaneLayout.SLOTS_OFFSET);
        for (final CloseReason reason : CloseReason.values())
        {
            if (reason != CloseReason.UNKNOWN)
            {
                expected.put(reason.name(), (long)reason.code());
            }
        }
        expected.put("TIME", (long)CommandWord.TIME);
        expected.put("MSI", (long)CommandWord.MSI);
        expected.put("MSI_LONG", (long)CommandWord.MSI_LONG);
        expected.put("TRIGGER", (long)CommandWord.TRIGGER);
        expected.put("VECTOR_LIMIT", (long)Commands.VECTOR_LIMIT);
        expected.put("MSI_DEVICE_LIMIT", (long)Commands.MSI_DEVICE_LIMIT);
        expected.put("MSI_EVENT_LIMIT", (long)Commands.MSI_EVENT_LIMIT);
        expected.put("SINCE_LIMIT", 1L << 24);
        expected.put("COUNT_LIMIT", (long)LaneFiles.COUNT_LIMIT);

        final Map<String, Long> found = new TreeMap<>();
        final Matcher constants = CONSTANT.matcher(LanePage.header());
        while (constants.find())
        {
            found.put(constants.group(1), Long.decode(constants.group(2)));
        }

        assertEquals(expected, found);
        assertThat(MACRO.matcher(LanePage.header()).results().map(macro -> macro.group(1)))
            .hasSize(found.size() + 1).allMatch(macro -> macro.startsWith("GALE_LANE_"));       // and the guard
    }

    @Test
    void shouldLayOutTheMembersAsTheLayoutDoes() throws IOException
    {
        final String header = LanePage.header();
        final int begin = header.indexOf("struct gale_lane_memory\n{");
        final Matcher members = MEMBER.matcher(header.substring(begin, header.indexOf("};", begin)));
        final Map<String, Integer> offsets = new TreeMap<>();
        int offset = 0;
        while (members.find())
        {
            final boolean isGap = members.group(1).startsWith("gap");
            if (!isGap)
            {
                offsets.put(members.group(1), offset);
            }
            offset += isGap ? Integer.parseInt(members.group(2)) :
                members.group().contains("uint32_t") ? Integer.BYTES : Long.BYTES;
        }

        assertEquals(Map.of("magic", LaneLayout.MAGIC_OFFSET, "version", LaneLayout.VERSION_OFFSET,
            "capacity", LaneLayout.CAPACITY_OFFSET, "tail", LaneLayout.TAIL_OFFSET,
            "refused", LaneLayout.REFUSED_OFFSET, "head", LaneLayout.HEAD_OFFSET,
            "completed", LaneLayout.COMPLETED_OFFSET, "closed", LaneLayout.CLOSED_OFFSET), offsets);
        assertEquals(LaneLayout.SLOTS_OFFSET, offset);
    }

    @Test
    void shouldShowTheLayoutOnThePage() throws IOException
    {
        final Map<String, Integer> rows = Map.of("VERSION", LaneLayout.VERSION_OFFSET,
            "CAPACITY", LaneLayout.CAPACITY_OFFSET, "TAIL", LaneLayout.TAIL_OFFSET, "REFUSED",
            LaneLayout.REFUSED_OFFSET, "HEAD", LaneLayout.HEAD_OFFSET, "COMPLETED", LaneLayout.COMPLETED_OFFSET,
            "CLOSED", LaneLayout.CLOSED_OFFSET, "slots", LaneLayout.SLOTS_OFFSET, "MAGIC", LaneLayout.MAGIC_OFFSET);

        for (final Map.Entry<String, Integer> row : rows.entrySet())
        {
            assertThat(LanePage.page()).containsPattern("\\n\\| " + row.getValue() + " \\| " + row.getKey() + "\\b");
        }
        assertThat(LanePage.page()).contains("`0x" + Long.toHexString(LaneLayout.MAGIC) + "`")
            .contains("768 + 8 × CAPACITY").contains("gale_lane.h");
    }

    @Test
    void shouldBeACompleteProgramOnThePage() throws IOException
    {
        assertThat(LanePage.example()).contains("#include <gale_lane.h>", "int main(", "gale_lane_claim(",
            "gale_lane_publish(", "gale_lane_release(");
    }
}
