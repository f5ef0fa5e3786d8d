package org.gale.engine.cli.golden;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertTrue;

/** Golden files of reports on the wall clock: the names of all keys in their order, without values. */
class GoldenKeysTest
{
    @Test
    void shouldWriteTheKeysOfAWallReportInTheirOrder() throws IOException
    {
        final GoldenFiles golden = new GoldenFiles("wall");

        golden.check("default.txt", keys("--vms", "2", "--vpes", "2", "--devices", "1", "--events", "64",
            "--count", "200k", "--warmup", "0", "--latency", "all"));
        golden.check("direct.txt", keys("direct", "--vms", "2", "--vpes", "2", "--devices", "1", "--events", "64",
            "--count", "20k", "--warmup", "0", "--latency", "all", "-C", "toggles=1/1k", "-C", "moves=1/1k",
            "-C", "outliers=0"));
        golden.check("overcommit.txt", keys("overcommit", "--vms", "2", "--vpes", "2", "--devices", "1", "--events",
            "64", "--pes", "2", "--count", "20k", "--warmup", "0", "--latency", "all", "-C", "outliers=0"));
        golden.check("devices.txt", keys(GoldenFiles.input("devices.yaml"), "--clock", "wall",
            "-C", "threads=1", "--duration", "1s", "--warmup", "0", "-C", "outliers=0",
            "--set", "machine.kind=gicv5", "--set", "machine.pes=13"));

        golden.end();
    }

    private static String keys(final String... storm) throws IOException
    {
        final Path outputs = GoldenFiles.outputs("wall");
        final List<String> words = new ArrayList<>(List.of("storm"));
        words.addAll(List.of(storm));
        words.addAll(List.of("--quiet", "--journal", outputs.resolve("journal").toString(),
            "--json", outputs.resolve("report.json").toString()));
        final String said = GoldenCommand.run(words.toArray(new String[0]));
        assertTrue(Files.exists(outputs.resolve("report.json")), said);
        final Set<String> paths = new LinkedHashSet<>();
        collect(new ObjectMapper().readTree(Files.readString(outputs.resolve("report.json"))), "", paths);
        GoldenFiles.remove(outputs);
        paths.removeIf(path -> path.startsWith("/not_stationary"));     // as the host is

        return String.join("\n", paths) + '\n';
    }

    /** Adds the path of each key below a node, with {@code *} for the number of an element. */
    private static void collect(final JsonNode node, final String path, final Set<String> paths)
    {
        if (node.isArray())
        {
            node.forEach(element -> collect(element, path + "/*", paths));
        }
        for (final Map.Entry<String, JsonNode> field : node.properties())
        {
            paths.add(path + '/' + field.getKey());
            collect(field.getValue(), path + '/' + field.getKey(), paths);
        }
    }
}
