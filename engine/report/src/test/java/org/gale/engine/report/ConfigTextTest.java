package org.gale.engine.report;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Text of what configurations have in common. */
class ConfigTextTest
{
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{a: 1, b: 2} | {a: 1, b: 3} | {a: 1}", "{a: 1} | {b: 1} | {}",
        "{a: {b: 1, c: 2}} | {a: {b: 1, c: 3}} | {a: {b: 1}}", "{a: [1, 2]} | {a: [1, 3]} | {a: [1, null]}",
        "{a: [1]} | {a: [1, 2]} | {}", "{a: [1, 2]} | {a: [1, 2]} | {a: [1, 2]}",
        "{a: 1} | {a: '1'} | {}", "{a: {b: 1}} | {a: 1} | {}"})
    void shouldKeepWhatBothHave(final String one, final String other, final String common)
    {
        assertEquals(json(common), ConfigText.common(json(one), json(other)));
        assertEquals(json(common), ConfigText.common(json(other), json(one)));
    }

    @Test
    void shouldHaveNothingInCommonWithAReportThatHasNoConfiguration()
    {
        assertTrue(ConfigText.common(json("{a: 1}"), MissingNode.getInstance()).isMissingNode());
    }

    @Test
    void shouldNameTheBaseOfTheCostsFirst()
    {
        assertEquals(List.of("fast", "exit 1us", "lr-limit 4"),
            ConfigText.costs(json("{costs: {exit: 1us, base: fast, lr-limit: '4'}}")));
        assertEquals(List.of("exit 1us"), ConfigText.costs(json("{costs: {exit: 1us}}")));
        assertEquals(List.of(), ConfigText.costs(json("{vms: 1}")));
    }

    @Test
    void shouldDescribeEachGroupAndItsDevices()
    {
        final String groups = "{vms: 7, groups: [{name: loud, vms: 2, vpes: 4, guest: {handler: 3us}, devices: [" +
            "{name: nic, count: 1, events: 64, loop: open, rate_per_s: 100000, arrivals: poisson}, " +
            "{name: disk, events: 2, loop: io}]}, " +
            "{name: quiet, vms: 1, guest: {handler: 0s}, devices: [{loop: closed}]}]}";

        assertEquals(List.of(List.of("loud: 2 VMs \u00d7 4 VPEs", "handler 3us",
            "nic: 1 device \u00d7 64 events, 100.0 k/s, poisson", "disk: 2 events, io"),
            List.of("quiet: 1 VM", "?, closed loop")), ConfigText.traffic(json(groups)));
    }

    @Test
    void shouldDescribeAStormWithoutGroups()
    {
        assertEquals(List.of(List.of("16 VMs \u00d7 4 VPEs", "4 devices \u00d7 1,024 events", "closed loop")),
            ConfigText.traffic(json("{vms: 16, vpes: 4, devices: 4, events: 1024, loop: closed, rate_per_s: null}")));
        assertEquals(List.of(), ConfigText.traffic(MissingNode.getInstance()));
    }

    @ParameterizedTest
    @CsvSource({"16, 16, ''", "17, 17, 1 group more", "40, 17, 24 groups more"})
    void shouldDescribeSixteenGroupsAtMost(final int count, final int rows, final String last)
    {
        final List<List<String>> traffic = ConfigText.traffic(json(IntStream.range(0, count).mapToObj(
            group -> "{name: g" + group + '}').collect(Collectors.joining(",", "{groups: [", "]}"))));

        assertEquals(rows, traffic.size());
        assertEquals(last.isEmpty() ? "g15" : last, traffic.get(rows - 1).get(0));
    }

    /** Reads JSON whose names and words need no quotes. */
    private static JsonNode json(final String text)
    {
        try
        {
            return new ObjectMapper().readTree(text.replace('\'', '"')
                .replaceAll("(?<=[{,\\[] ?|: )(?!null)([a-z_?-][a-z0-9_?-]*|\\d+u?s)(?=[:,}\\]])", "\"$1\""));
        }
        catch (final JsonProcessingException ex)
        {
            throw new AssertionError(text, ex);
        }
    }
}
