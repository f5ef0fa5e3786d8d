package org.gale.tests.device;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.gale.engine.cli.GaleRun;
import org.gale.tests.support.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

/** Report of a drive: JSON, page, seconds and histograms, as of a storm, by queue. */
class DriveReportTest
{
    private static final long DATA = NvmeGuest.BASE + 0x80000;
    private static final int REQUESTS = 200;

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private volatile int code = -1;

    private JsonNode run(final String coalesce, final int depth, final boolean isReset)
        throws IOException, InterruptedException
    {
        final Path job = directory.resolve("job.yaml");
        final Path socket = directory.resolve("s");
        Files.writeString(job, "job: x\ncount: " + REQUESTS + "\nvms: [{name: vm, count: 1, devices: " +
            "[{name: d, events: " + ServedDrive.QUEUES + ", traffic: {kind: io, service: 20us" + coalesce + "}}]}]\n");
        final Thread thread = new Thread(() -> code = GaleRun.of(out, out, "device", job.toString(), "--nvme",
            "--size", "8MiB", "--socket", socket.toString(), "--settle", "20s", "--json", file("json"), "--html",
            file("html"), "--csv", file("csv"), "--hlog", file("hlog")), "gale");
        thread.start();
        Await.until(() -> out.toString().contains("waiting for a client"), ofSeconds(60), "a socket");
        try (DeviceClient client = new DeviceClient(socket);
            NvmeGuest guest = new NvmeGuest(client, directory))
        {
            guest.start();
            guest.create(1);
            guest.create(2);
            for (int done = 0; done < REQUESTS; done += depth)
            {
                if (isReset && done == REQUESTS / 2)
                {
                    guest.disable();
                    guest.enable();
                    guest.create(1);
                    guest.create(2);
                }
                final int queue = 1 + done / depth % 2;
                for (int i = 0; i < depth; i++)
                {
                    guest.submit(queue, guest.transfer(i % 2 == 0, i, 1, DATA, 0));
                }
                for (int i = 0; i < depth; i++)
                {
                    assertThat(guest.complete(queue)).isZero();
                }
            }
            Await.until(() -> Files.exists(directory.resolve("hlog")), ofSeconds(60), "a report");
            client.leave();
        }
        thread.join();

        if (code == 0)
        {
            assertThat(GaleRun.of(out, out, "compare", file("json"), file("json"))).as(out.toString()).isNotEqualTo(2);
        }

        return new ObjectMapper().readTree(directory.resolve("json").toFile());
    }

    private String file(final String name)
    {
        return directory.resolve(name).toString();
    }

    private static JsonNode queue(final JsonNode report, final String name)
    {
        for (final JsonNode group : report.at("/groups"))
        {
            if (group.at("/name").asText().equals(name))
            {
                return group;
            }
        }

        throw new AssertionError(name + " in " + report.at("/groups"));
    }

    @Test
    void shouldReportRequestsAndInterruptsByQueue() throws IOException, InterruptedException
    {
        final JsonNode report = run("", 1, false);

        assertThat(code).as(out.toString()).isZero();
        assertThat(report.at("/exit").intValue()).isZero();
        assertThat(report.at("/exit").isInt()).isTrue();
        final JsonNode accounting = report.at("/accounting");
        assertThat(accounting.at("/requests").asLong()).isEqualTo(REQUESTS);
        assertThat(accounting.at("/read_bytes").asLong() + accounting.at("/written_bytes").asLong())
            .isEqualTo(REQUESTS * 512L);
        assertThat(accounting.at("/interrupts_of_the_model").asLong()).isEqualTo(REQUESTS);
        assertThat(accounting.at("/coalescing").asInt(-1)).isZero();
        assertThat(accounting.at("/remainder").asLong()).isZero();
        assertThat(accounting.at("/pending").asLong()).isZero();
        assertThat(report.at("/latency_ns/request/count").asLong()).isEqualTo(REQUESTS);
        assertThat(report.at("/latency_ns/response/count").asLong()).isEqualTo(accounting.at("/delivered").asLong());
        double completions = 0;
        for (final JsonNode interval : report.at("/intervals"))
        {
            completions += interval.at("/completions_per_s").asLong() * interval.at("/length_s").asDouble();
        }
        assertThat(completions).isBetween(0.95 * REQUESTS, 1.05 * (REQUESTS + 4));
        for (final String name : new String[]{ "queue 1", "queue 2" })
        {
            final JsonNode queue = queue(report, name);
            assertThat(queue.at("/completions").asLong()).isEqualTo(REQUESTS / 2);
            assertThat(queue.at("/interrupts").asLong()).isEqualTo(REQUESTS / 2);
            assertThat(queue.at("/accounting/offered").asLong()).isEqualTo(REQUESTS / 2);
            assertThat(queue.at("/latency_ns/request/count").asLong()).isEqualTo(REQUESTS / 2);
            assertThat(queue.at("/latency_ns/request/p50").asLong()).isGreaterThanOrEqualTo(20_000);
        }
        assertThat(queue(report, "admin").at("/completions").asLong()).isEqualTo(4);
        assertThat(Files.readString(directory.resolve("html"))).contains("queue 2", "Devices", "completions/s");
        assertThat(Files.readAllLines(directory.resolve("csv"))).hasSizeGreaterThan(1);
        assertThat(Files.readString(directory.resolve("hlog"))).contains("Tag=response", "Tag=service");
    }

    @Test
    void shouldCountOneInterruptOfManyCompletionsAndWhatAResetDrops() throws IOException, InterruptedException
    {
        final JsonNode report = run(", coalesce: {threshold: 10, time: 25ms}", 20, true);

        assertThat(code).as(out.toString()).isZero();
        final JsonNode accounting = report.at("/accounting");
        assertThat(accounting.at("/requests").asLong()).isEqualTo(REQUESTS);
        assertThat(accounting.at("/device_resets").asLong()).isEqualTo(1);
        assertThat(accounting.at("/coalescing").asLong()).isEqualTo(1);
        assertThat(accounting.at("/remainder").asLong()).isZero();
        final long interrupts = queue(report, "queue 1").at("/interrupts").asLong() +
            queue(report, "queue 2").at("/interrupts").asLong();
        assertThat(interrupts).isBetween(15L, 25L);
        assertThat(accounting.at("/completions_posted").asLong()).isEqualTo(
            accounting.at("/completions_consumed").asLong() +
            accounting.at("/completions_dropped").asLong() + accounting.at("/completions_pending").asLong());
    }
}
