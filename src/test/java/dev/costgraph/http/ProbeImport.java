package dev.costgraph.http;

import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.io.InputStream;

/** Counts what it is sent, in constant memory, under a path that streams and one that does not. */
@Path("/")
public class ProbeImport {

  @POST
  @Path("import/probe")
  public String count(InputStream body) throws IOException {
    byte[] chunk = new byte[64 * 1024];
    long bytes = 0;
    for (int read = body.read(chunk); read >= 0; read = body.read(chunk)) {
      bytes += read;
    }
    Runtime runtime = Runtime.getRuntime();
    runtime.gc();
    return bytes + " " + (runtime.totalMemory() - runtime.freeMemory());
  }

  @POST
  @Path("probe/other")
  public String countOther(InputStream body) throws IOException {
    return count(body);
  }
}
