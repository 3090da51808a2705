// oneDNN behind plain functions: each prepares one operation of a fixed size, and runs it.
#include <oneapi/dnnl/dnnl.h>
#include <stdlib.h>

struct peer {
  dnnl_stream_t stream;
  dnnl_primitive_t primitive;
  dnnl_exec_arg_t arguments[6];
  int count;
};

static struct peer *finish(dnnl_engine_t engine, const void *operation) {
  dnnl_primitive_desc_t description;
  struct peer *peer = calloc(1, sizeof *peer);
  if (dnnl_primitive_desc_create(&description, operation, NULL, engine, NULL) ||
      dnnl_primitive_create(&peer->primitive, description) ||
      dnnl_stream_create(&peer->stream, engine, dnnl_stream_default_flags))
    return NULL;
  return peer;
}

static void add(struct peer *peer, dnnl_engine_t engine, const dnnl_memory_desc_t *shape, int place,
                const void *data) {
  dnnl_exec_arg_t *argument = &peer->arguments[peer->count++];
  argument->arg = place;
  dnnl_memory_create(&argument->memory, shape, engine, (void *)data);
}

static dnnl_engine_t processor(void) {
  static dnnl_engine_t engine;
  if (!engine) dnnl_engine_create(&engine, dnnl_cpu, 0);
  return engine;
}

static dnnl_memory_desc_t matrix(long rows, long columns) {
  dnnl_memory_desc_t shape;
  dnnl_dims_t sizes = {rows, columns};
  dnnl_memory_desc_init_by_tag(&shape, 2, sizes, dnnl_f32, dnnl_ab);
  return shape;
}

// kind: 0 exp, 1 tanh, 2 log, 3 GELU, 4 SiLU.
struct peer *peer_function(int kind, const float *source, float *target, long count) {
  static const dnnl_alg_kind_t kinds[] = {dnnl_eltwise_exp, dnnl_eltwise_tanh, dnnl_eltwise_log,
                                          dnnl_eltwise_gelu_erf, dnnl_eltwise_swish};
  dnnl_memory_desc_t shape = matrix(1, count);
  dnnl_eltwise_desc_t operation;
  if (dnnl_eltwise_forward_desc_init(&operation, dnnl_forward_inference, kinds[kind], &shape, 1, 0))
    return NULL;
  struct peer *peer = finish(processor(), &operation);
  if (!peer) return NULL;
  add(peer, processor(), &shape, DNNL_ARG_SRC, source);
  add(peer, processor(), &shape, DNNL_ARG_DST, target);
  return peer;
}

struct peer *peer_softmax(const float *source, float *target, long rows, long columns) {
  dnnl_memory_desc_t shape = matrix(rows, columns);
  dnnl_softmax_desc_t operation;
  if (dnnl_softmax_forward_desc_init(&operation, dnnl_forward_inference, &shape, 1)) return NULL;
  struct peer *peer = finish(processor(), &operation);
  if (!peer) return NULL;
  add(peer, processor(), &shape, DNNL_ARG_SRC, source);
  add(peer, processor(), &shape, DNNL_ARG_DST, target);
  return peer;
}

// weights: `columns` weights, then as many biases.
struct peer *peer_layer_norm(const float *source, const float *weights, float *target, long rows,
                             long columns) {
  dnnl_memory_desc_t shape = matrix(rows, columns);
  dnnl_memory_desc_t scales;
  dnnl_dims_t sizes = {2, columns};
  dnnl_memory_desc_init_by_tag(&scales, 2, sizes, dnnl_f32, dnnl_nc);
  dnnl_layer_normalization_desc_t operation;
  if (dnnl_layer_normalization_forward_desc_init(&operation, dnnl_forward_inference, &shape, NULL,
                                                 1e-5f, dnnl_use_scaleshift))
    return NULL;
  struct peer *peer = finish(processor(), &operation);
  if (!peer) return NULL;
  add(peer, processor(), &shape, DNNL_ARG_SRC, source);
  add(peer, processor(), &scales, DNNL_ARG_SCALE_SHIFT, weights);
  add(peer, processor(), &shape, DNNL_ARG_DST, target);
  return peer;
}

// A product of row-major matrices, the right one in whatever form oneDNN likes best.
struct peer *peer_matmul(const float *left, const float *right, float *target, long rows,
                         long depth, long columns) {
  dnnl_memory_desc_t a = matrix(rows, depth), plain = matrix(depth, columns), any;
  dnnl_memory_desc_t c = matrix(rows, columns);
  dnnl_dims_t sizes = {depth, columns};
  dnnl_memory_desc_init_by_tag(&any, 2, sizes, dnnl_f32, dnnl_format_tag_any);
  dnnl_matmul_desc_t operation;
  dnnl_primitive_desc_t description, reordering;
  if (dnnl_matmul_desc_init(&operation, &a, &any, NULL, &c) ||
      dnnl_primitive_desc_create(&description, &operation, NULL, processor(), NULL))
    return NULL;
  const dnnl_memory_desc_t *packed =
      dnnl_primitive_desc_query_md(description, dnnl_query_weights_md, 0);
  struct peer *peer = finish(processor(), &operation);
  dnnl_primitive_t reorder;
  dnnl_memory_t from, to;
  if (!peer || dnnl_memory_create(&from, &plain, processor(), (void *)right) ||
      dnnl_memory_create(&to, packed, processor(), DNNL_MEMORY_ALLOCATE) ||
      dnnl_reorder_primitive_desc_create(
          &reordering, &plain, processor(), packed, processor(), NULL) ||
      dnnl_primitive_create(&reorder, reordering))
    return NULL;
  dnnl_exec_arg_t arguments[] = {{DNNL_ARG_FROM, from}, {DNNL_ARG_TO, to}};
  dnnl_primitive_execute(reorder, peer->stream, 2, arguments);
  dnnl_stream_wait(peer->stream);
  add(peer, processor(), &a, DNNL_ARG_SRC, left);
  add(peer, processor(), &c, DNNL_ARG_DST, target);
  peer->arguments[peer->count++] = (dnnl_exec_arg_t){DNNL_ARG_WEIGHTS, to};
  return peer;
}

void peer_run(struct peer *peer) {
  dnnl_primitive_execute(peer->primitive, peer->stream, peer->count, peer->arguments);
  dnnl_stream_wait(peer->stream);
}
