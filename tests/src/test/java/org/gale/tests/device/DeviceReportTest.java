package org.gale.tests.device;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.gale.engine.cli.GaleRun;
import org.gale.tests.support.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

/** Report of a device that sends messages: JSON, page, seconds and histograms, as of a storm. */
class DeviceReportTest
{
    private static final int VECTORS = 8;

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private volatile int code = -1;

    private JsonNode run(final String traffic, final String count, final String... more)
        throws IOException, InterruptedException
    {
        final Path job = directory.resolve("job.yaml");
        final Path socket = directory.resolve("s");
        Files.writeString(job, "job: x\ncount: " + count + "\nvms: [{name: vm, count: 1, devices: " +
            "[{name: d, events: " + VECTORS + ", traffic: {" + traffic + "}}]}]\n");
        final String[] line = { "device", job.toString(), "--socket", socket.toString(), "--json", file("json"),
            "--html", file("html"), "--csv", file("csv"), "--hlog", file("hlog") };
        final String[] all = Stream.of(line, more).flatMap(Stream::of)
            .toArray(String[]::new);
        final Thread thread = new Thread(() -> code = GaleRun.of(out, out, all), "gale");
        thread.start();
        Await.until(() -> out.toString().contains("waiting for a client"), ofSeconds(60), "a socket");
        try (DeviceClient client = new DeviceClient(socket);
            MsixGuest guest = new MsixGuest(client, VECTORS))
        {
            guest.start();
            while (!Files.exists(directory.resolve("hlog")))
            {
                guest.handleAll();
            }
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

    @Test
    void shouldReportTheMessagesOfAClosedLoopByVector() throws IOException, InterruptedException
    {
        final JsonNode report = run("kind: closed", "2k");

        assertThat(code).as(out.toString()).isZero();
        assertThat(report.at("/exit").intValue()).isZero();
        assertThat(report.at("/exit").isInt()).isTrue();
        assertThat(report.at("/accounting/offered").asLong()).isEqualTo(2_000);
        assertThat(report.at("/accounting/delivered").asLong()).isEqualTo(2_000);
        assertThat(report.at("/accounting/remainder").asLong()).isZero();
        assertThat(report.at("/accounting/proved_singly").asLong()).isEqualTo(2_000);
        assertThat(report.at("/latency_ns/response/count").asLong()).isEqualTo(2_000);
        assertThat(report.at("/latency_ns/service/count").asLong()).isEqualTo(2_000);
        assertThat(report.at("/config/latency").asText()).isEqualTo("all");
        assertThat(report.at("/groups")).hasSize(VECTORS);
        long offered = 0;
        for (final JsonNode group : report.at("/groups"))
        {
            offered += group.at("/accounting/offered").asLong();
            assertThat(group.at("/name").asText()).startsWith("vector ");
            assertThat(group.at("/latency_ns/response/count").asLong())
                .isEqualTo(group.at("/accounting/delivered").asLong());
        }
        assertThat(offered).isEqualTo(2_000);
        assertThat(Files.readString(directory.resolve("html"))).contains("vector 7");
        assertThat(Files.readAllLines(directory.resolve("csv"))).hasSizeGreaterThan(1);
        assertThat(Files.readString(directory.resolve("hlog"))).contains("Tag=response").contains("Tag=service");
    }

    @Test
    void shouldCountWhatIsCoveredBesideTheOldestMessageOfAnOpenLoop() throws IOException, InterruptedException
    {
        final JsonNode report = run("kind: open, rate: 50k", "20k", "--quiet-after", "50");

        assertThat(code).as(out.toString()).isZero();
        final long delivered = report.at("/accounting/delivered").asLong();
        assertThat(delivered + report.at("/accounting/coalesced").asLong()).isEqualTo(20_000);
        assertThat(report.at("/latency_ns/response/count").asLong()).isEqualTo(delivered);
        assertThat(report.at("/accounting/proved_singly").asLong()).isBetween(1L, 5_000L);
        assertThat(report.at("/accounting/left_out").asLong()).isZero();
    }
}
