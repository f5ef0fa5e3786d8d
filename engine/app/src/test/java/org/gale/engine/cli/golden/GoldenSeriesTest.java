package org.gale.engine.cli.golden;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Golden files of what compares several results. */
class GoldenSeriesTest
{
    private static final String GUESTS = GoldenFiles.input("guests.yaml");

    @Test
    void shouldPrintTheSameWhenReportsAreCompared() throws IOException
    {
        final Path outputs = GoldenFiles.outputs("compare");
        final GoldenFiles golden = new GoldenFiles("compare");
        final String first = report(outputs, "first");
        final String other = report(outputs, "other", "--seed", "6", "--set", "machine.scheduler.slice=20us");
        final String devices = outputs.resolve("devices.json").toString();
        GoldenCommand.run("storm", GoldenFiles.input("devices.yaml"), "--quiet", "--json", devices);
        final String slower = outputs.resolve("slower.json").toString();
        GoldenCommand.run("storm", GoldenFiles.input("devices.yaml"), "--quiet", "--json", slower,
            "--set", "vms.nvme.devices.queue.traffic.depth=2", "--set", "costs.exit=9us");
        final String masked = outputs.resolve("masked.json").toString();
        GoldenCommand.run("storm", GoldenFiles.input("masked.yaml"), "--quiet", "--json", masked);
        final Path page = outputs.resolve("page.html");

        golden.check("judged.txt", GoldenCommand.run("compare", first, other, "--html", page.toString()));
        golden.check("page.html", GoldenText.page(Files.readString(page)));
        golden.check("all.txt", GoldenCommand.run("compare", first, other, "--all"));
        golden.checkHead("compare.json",
            GoldenCommand.run("compare", first, other, "--all", "--json").replace("},{", "},\n{"));
        golden.check("devices.txt", GoldenCommand.run("compare", devices, slower));
        golden.check("three.txt", GoldenCommand.run("compare", first, other, devices));
        golden.check("unsound.txt", GoldenCommand.run("compare", masked, first));
        golden.check("conditions.txt", GoldenCommand.run("compare", first, other, "--fail-if",
            "quiet.noise.response.p99 > 10us", "--fail-if", "rate < 100%"));

        golden.end();
        GoldenFiles.remove(outputs);
    }

    @Test
    void shouldPrintTheSameWhenAKeyIsVaried() throws IOException
    {
        final Path outputs = GoldenFiles.outputs("vary");
        final GoldenFiles golden = new GoldenFiles("vary");
        final Path page = outputs.resolve("page.html");

        golden.check("runs.txt", GoldenCommand.run("storm", GUESTS, "--vary", "machine.scheduler.slice=50us,200us",
            "--vary", "vms.loud.devices.nic.traffic.rate=20k,40k", "--html", page.toString()));
        golden.check("page.html", GoldenText.page(Files.readString(page)));
        golden.checkHead("runs.json", GoldenCommand.run("storm", GoldenFiles.input("moves.yaml"),
            "--vary", "machine.injection.policy=per-vcpu,none", "--json", "-", "--count", "200",
            "--set", "machine.injection.toggles=0"));

        golden.end();
        GoldenFiles.remove(outputs);
    }

    @Test
    void shouldPrintTheSameWhenPoliciesOrSlicesAreCompared() throws IOException
    {
        final Path outputs = GoldenFiles.outputs("what-if");
        final GoldenFiles golden = new GoldenFiles("what-if");
        final Path page = outputs.resolve("page.html");
        for (final String profile : List.of("direct", "overcommit"))
        {
            final List<String> words = new ArrayList<>(List.of(
                "storm", profile, "--what-if", "--seeds", "2", "--count", "200", "--html", page.toString()));
            words.addAll(profile.equals("direct") ? List.of("--draws", "4") : List.of());
            golden.check(profile + ".txt", GoldenCommand.run(words.toArray(new String[0])));
            golden.check(profile + ".yaml", GoldenCommand.run("storm", profile, "--what-if", "--print-job"));
        }
        golden.check("overcommit.html", GoldenText.page(Files.readString(page)));

        golden.end();
        GoldenFiles.remove(outputs);
    }

    private static String report(final Path outputs, final String name, final String... more)
    {
        final String file = outputs.resolve(name + ".json").toString();
        final List<String> words = new ArrayList<>(List.of("storm", GUESTS, "--quiet", "--json", file));
        words.addAll(List.of(more));
        GoldenCommand.run(words.toArray(new String[0]));

        return file;
    }
}
